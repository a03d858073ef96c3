// fails, judged by timers | Turns a handle of its own into a handle of another timer.
export async function attack() {
  const own = setTimeout(() => {}, 5);
  const Handle = own.constructor;
  for (const trick of [
    () => clearTimeout(new Handle(1, new Set([1]))),
    () => Handle.idOf(own),
    () => Reflect.construct(Handle, [1, { add() {}, has: () => true, clear() {} }]).close(),
    () => clearTimeout(Object.setPrototypeOf({}, Handle.prototype)),
    () => Handle.prototype.close.call({ valueOf: () => 1 }),
    () => Handle.prototype.refresh.call(1),
    () => (Handle.idOf = () => 1),
    () => (own[Symbol.toPrimitive] = () => 1),
    () => Object.assign(own, { id: 1 }),
  ])
    try {
      trick();
    } catch {}
}
