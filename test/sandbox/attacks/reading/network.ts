// fails | Looks for anything that talks to the outside.
const names = ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'Worker', 'BroadcastChannel', 'MessageChannel'];
const load = require;
export const answer = () => 'wrong';
export async function attack() {
  for (const name of names) if (globalThis[name] !== undefined) console.warn(`REACHED ${name}`);
  for (const name of ['net', 'http', 'dgram', 'dns', 'worker_threads', 'child_process', 'inspector', 'vm'])
    try {
      load(name);
      console.warn(`REACHED ${name}`);
    } catch {}
}
