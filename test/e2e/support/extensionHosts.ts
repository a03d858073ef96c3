import { execFileSync } from 'node:child_process';

/**
 * The extension hosts of the editor's server that these tests have started, the latest first: of a window that has
 * crashed, the host lives on for a while.
 */
export function extensionHosts(): number[] {
  const server = Number(process.env['DESIGN_DRILLS_EDITOR_PID']);
  if (!(server > 1)) throw new Error('DESIGN_DRILLS_EDITOR_PID is not set: run "npm run test:e2e".');
  const columns = ['-A', '-o', 'pid=,ppid=,lstart=,args='];
  const rows = execFileSync('ps', columns, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
    .split('\n')
    .flatMap(line => {
      const [, pid, parent, began = '', args = ''] =
        /^\s*(\d+)\s+(\d+)\s+(\w+\s+\w+\s+\d+ [\d:]+ \d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined
        ? []
        : [{ pid: Number(pid), parent: Number(parent), began: Date.parse(began), args }];
    });
  const below = (parent: number): typeof rows =>
    rows.filter(row => row.parent === parent).flatMap(row => [row, ...below(row.pid)]);
  return below(server)
    .filter(({ args }) => args.includes('--type=extensionHost'))
    .sort((a, b) => b.began - a.began) // the numbers of processes begin again some time
    .map(({ pid }) => pid);
}
