// fails | Private parts of the platform's classes, and ways to make them without their constructors.
const emitterClass = require('node:events');
export const answer = () => 'wrong';
export async function attack() {
  const tricks = [
    () => new AbortSignal({}),
    () => Reflect.construct(EventTarget, [], AbortSignal).throwIfAborted(),
    () => class extends AbortSignal {}.abort().constructor === 1,
    () => AbortSignal.any({ [Symbol.iterator]: () => ({ next: () => { throw 1; } }) }),
    () => (AbortSignal.prototype.throwIfAborted = () => {}),
    () => (EventTarget.prototype.dispatchEvent = () => true),
    () => (emitterClass.prototype.emit = () => true),
    () => (emitterClass.once = () => {}),
    () => (emitterClass.EventEmitter = class {}),
    () => (Event.isStopped = () => true),
    () => Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get.call({}),
    () => Event.prototype.stopImmediatePropagation.call(Object.create(Event.prototype)),
    () => new DOMException('x', 'y').constructor.constructor('return process')().pid,
    () => EventTarget.prototype.addEventListener.call(new Proxy(new EventTarget(), {}), 'x', () => {}),
  ];
  for (const trick of tricks)
    try {
      trick();
      if (new AbortController().signal.aborted || new emitterClass().emit('x') || !new EventTarget().dispatchEvent(new Event('x'))) console.warn(`REACHED ${trick}`);
    } catch {}
}
