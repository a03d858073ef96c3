import { execFileSync } from 'node:child_process';

/**
 * The extension hosts of the editor's server that these tests have started, the latest first: of a window that has
 * crashed, the host lives on for a while.
 */
export function extensionHosts(): number[] {
  const server = Number(process.env['DESIGN_DRILLS_EDITOR_PID']);
  if (!(server > 1)) throw new Error('DESIGN_DRILLS_EDITOR_PID is not set: run "npm run test:e2e".');
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => {
      const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
    });
  const below = (parent: number): typeof rows =>
    rows.filter(row => row.parent === parent).flatMap(row => [row, ...below(row.pid)]);
  return below(server)
    .filter(({ args }) => args.includes('--type=extensionHost'))
    .map(({ pid }) => pid)
    .sort((a, b) => b - a);
}
