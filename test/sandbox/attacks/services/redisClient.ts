// fails, judged by redis | Changes the client, its class, its emitters and what it shares with others.
export async function attack(client) {
  const walk = (value, depth) => {
    if (depth > 3 || value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    for (const change of [() => (value.get = async () => 'forged'), () => (value.constructor.prototype.get = 1), () => Object.setPrototypeOf(value, null), () => Object.defineProperty(value, 'status', { value: 'end' }), () => (value.changed = 1)])
      try {
        change();
      } catch {}
    if (Object.hasOwn(value, 'changed')) console.warn('REACHED something that can be changed');
    for (const key of ['constructor', 'options', 'stream', 'connector', 'condition', 'commandQueue', 'offlineQueue', 'prototype', '__proto__', 'server', 'network', 'state']) walk(value[key], depth + 1);
  };
  walk(client, 0);
  walk(Object.getPrototypeOf(client), 0);
}
