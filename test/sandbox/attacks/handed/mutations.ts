// fails, judged by objects | Changes everything that is handed over, and all that hangs on it.
const methods = [value => { for (const key of Reflect.ownKeys(value)) { try { value[key] = () => 'forged'; } catch {} try { delete value[key]; } catch {} } }, value => Object.defineProperty(value, 'stolen', { value: 1 }), value => Object.setPrototypeOf(value, Array.prototype), value => Object.assign(value, { aborted: true, limit: 9, get: () => 'forged', next: () => 'forged' }), value => (Object.getPrototypeOf(value).stolen = 1), value => (Object.getPrototypeOf(Object.getPrototypeOf(value)).stolen = 1), value => (value.constructor.prototype.stolen = 1)];
export async function attack(value, kind) {
  if (kind === 'emitter' || kind === 'iterator') return; // not hardened: a suite shares these on purpose
  for (const part of [value, ...Object.values(Object(value))])
    for (const change of methods)
      try {
        change(part);
      } catch {}
}
