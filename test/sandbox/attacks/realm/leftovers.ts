// fails | What SES, mocha and Node leave lying about.
const names = ['lockdown', 'harden', 'Compartment', 'ModuleSource', 'StaticModuleRecord', 'assert', 'repairIntrinsics', 'hardenIntrinsics', 'mocha', 'Mocha', 'global', 'root', 'GLOBAL', 'Buffer', 'gc', 'navigator', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'ShadowRealm', 'Temporal', 'DisposableStack', 'AsyncDisposableStack', 'SuppressedError', 'Worker', 'importScripts', '__import__', '__enter', 'TextEncoder', 'TextDecoder', 'URL', 'fetch', 'BroadcastChannel', 'WebSocket', 'MessageChannel', 'postMessage', 'localStorage', 'sessionStorage', 'Storage', 'CustomEvent', 'queueTask', 'reportError', 'Iterator.prototype.harden'];
export const answer = () => 'wrong';
export async function attack() {
  for (const name of names) if (name.split('.').reduce((value, key) => value?.[key], globalThis) !== undefined) console.warn(`REACHED ${name}`);
  for (const symbol of ['nodejs.util.inspect.custom', 'nodejs.rejection', 'nodejs.dispose', 'immutableArrayBufferSlice'])
    for (const host of [globalThis, Object, Array.prototype, Promise, console, process]) if (symbol in host || Symbol.for(symbol) in host) console.warn(`REACHED ${symbol}`);
}
