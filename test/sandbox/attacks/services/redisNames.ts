// fails, judged by redis | Custom commands and keys that are called like what every object has.
const names = ['constructor', '__proto__', 'then', 'get', 'toString', 'hasOwnProperty', 'exec', 'on', 'emit', 'status', 'prototype', 'valueOf'];
export async function attack(client) {
  for (const name of names)
    for (const use of [() => client.defineCommand(name, { numberOfKeys: 0, lua: 'return "forged"' }), () => client.set(name, 'x'), () => client.hset('h', name, 'x'), () => client[name]?.(), () => client.duplicate?.({ [name]: 1 }), () => client.publish(name, name)])
      try {
        await Promise.race([use(), null]);
      } catch {}
  if (({}).forged !== undefined || typeof client.get !== 'function') console.warn('REACHED a prototype');
}
