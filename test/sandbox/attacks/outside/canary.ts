// fails | Writes a file, connects to a listener and signals its parent, by every name that could do it.
const load = require;
const port = 0;
const target = '/nowhere/canary';
const file = [name => load(name).writeFileSync(target, 'x'), name => load(name).promises.writeFile(target, 'x'), name => load(name).appendFileSync(target, 'x'), name => load(name).rmSync(target)];
const net = [name => load(name).connect(port, '127.0.0.1'), name => load(name).get(`http://127.0.0.1:${port}/`), name => load(name).createSocket('udp4').send('x', port)];
export const answer = () => 'wrong';
export async function attack() {
  const tries = [
    ...['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].flatMap(name => file.map(use => () => use(name))),
    ...['net', 'node:net', 'http', 'node:http', 'https', 'dgram', 'tls', 'node:dgram', 'http2'].flatMap(name => net.map(use => () => use(name))),
    () => globalThis['fet' + 'ch'](`http://127.0.0.1:${port}/`),
    () => new globalThis['Web' + 'Socket'](`ws://127.0.0.1:${port}/`),
    () => load('child_process').execSync(`touch ${target}`),
    () => load('node:child_process').fork(target),
    () => new (load('worker_threads').Worker)(target),
    () => process.kill(process.ppid, 'SIGTERM'),
    () => process.kill(0, 'SIGTERM'),
    () => process.report.writeReport(target),
    () => load('v8').writeHeapSnapshot(target),
    () => load('inspector').open(port),
    () => process.getBuiltinModule('fs').writeFileSync(target, 'x'),
    () => load('node:sqlite').DatabaseSync(target),
  ];
  for (const attempt of tries)
    try {
      await attempt();
      console.warn(`REACHED ${attempt}`);
    } catch {}
}
