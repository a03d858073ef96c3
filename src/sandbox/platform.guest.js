// Evaluated inside a compartment of its own: the platform's classes in plain JavaScript, without any host object.
// `setTimeout` is the virtual one; `reportUncaught` takes what nobody can catch.
({ setTimeout, reportUncaught }) => {
  class Event {
    #type;
    #cancelable;
    #stopped = false;
    defaultPrevented = false;
    target = null;
    constructor(type, options = {}) {
      this.#type = String(type);
      this.#cancelable = Boolean(options.cancelable);
    }
    get type() {
      return this.#type;
    }
    preventDefault() {
      if (this.#cancelable) this.defaultPrevented = true;
    }
    stopImmediatePropagation() {
      this.#stopped = true;
    }
    static isStopped(event) {
      return #stopped in event && event.#stopped;
    }
  }
  const { isStopped } = Event;
  delete Event.isStopped;

  class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options) {
      if (!listener) return;
      const settings = typeof options === 'object' && options !== null ? options : {};
      if (settings.signal?.aborted) return;
      const known = this.#listeners.get(type) ?? [];
      if (known.some(entry => entry.listener === listener)) return;
      this.#listeners.set(type, [...known, { listener, once: Boolean(settings.once) }]);
      settings.signal?.addEventListener('abort', () => this.removeEventListener(type, listener));
    }
    removeEventListener(type, listener) {
      const known = this.#listeners.get(type) ?? [];
      this.#listeners.set(
        type,
        known.filter(entry => entry.listener !== listener),
      );
    }
    /** As in Node, a listener that throws is in nobody's way: not in that of the next one, nor of whoever aborts. */
    #call(listener, event) {
      try {
        if (typeof listener === 'function') listener.call(this, event);
        else listener.handleEvent(event);
      } catch (thrown) {
        reportUncaught(thrown);
      }
    }
    dispatchEvent(event) {
      event.target = this;
      for (const { listener, once } of this.#listeners.get(event.type) ?? []) {
        if (once) this.removeEventListener(event.type, listener);
        this.#call(listener, event);
        if (isStopped(event)) break;
      }
      const handler = this[`on${event.type}`];
      if (typeof handler === 'function') this.#call(handler, event);
      return !event.defaultPrevented;
    }
  }

  const codes = { AbortError: 20, TimeoutError: 23, DataCloneError: 25 };
  class DOMException extends Error {
    #name;
    constructor(message = '', name = 'Error') {
      super(message);
      this.#name = String(name);
    }
    get name() {
      return this.#name;
    }
    get code() {
      return codes[this.#name] ?? 0;
    }
  }

  const key = {};
  let abortSignal;
  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    #onabort = null;
    constructor(given) {
      super();
      if (given !== key) throw new TypeError('Illegal constructor');
      Object.freeze(this); // whoever is handed a signal cannot change what others see of it
    }
    get onabort() {
      return this.#onabort;
    }
    set onabort(handler) {
      this.#onabort = typeof handler === 'function' ? handler : null;
    }
    static {
      abortSignal = (signal, reason) => {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason =
          reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
        signal.dispatchEvent(new Event('abort'));
      };
    }
    get aborted() {
      return this.#aborted;
    }
    get reason() {
      return this.#reason;
    }
    throwIfAborted() {
      if (this.#aborted) throw this.#reason;
    }
    static abort(reason) {
      const signal = new AbortSignal(key);
      abortSignal(signal, reason);
      return signal;
    }
    static timeout(ms) {
      const signal = new AbortSignal(key);
      setTimeout(
        () =>
          abortSignal(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
        ms,
      );
      return signal;
    }
    static any(signals) {
      const signal = new AbortSignal(key);
      const all = [...signals];
      const first = all.find(one => one.aborted);
      if (first) abortSignal(signal, first.reason);
      else for (const one of all) one.addEventListener('abort', () => abortSignal(signal, one.reason));
      return signal;
    }
  }
  class AbortController {
    #signal = new AbortSignal(key);
    constructor() {
      if (new.target === AbortController) Object.freeze(this);
    }
    get signal() {
      return this.#signal;
    }
    abort(reason) {
      abortSignal(this.#signal, reason);
    }
  }

  class EventEmitter {
    #listeners = new Map();
    #add(event, listener, { once = false, first = false } = {}) {
      if (typeof listener !== 'function')
        throw new TypeError('The "listener" argument must be of type function.');
      const known = this.#listeners.get(event) ?? [];
      const entry = { listener, once };
      this.#listeners.set(event, first ? [entry, ...known] : [...known, entry]);
      return this;
    }
    on(event, listener) {
      return this.#add(event, listener);
    }
    addListener(event, listener) {
      return this.#add(event, listener);
    }
    once(event, listener) {
      return this.#add(event, listener, { once: true });
    }
    prependListener(event, listener) {
      return this.#add(event, listener, { first: true });
    }
    prependOnceListener(event, listener) {
      return this.#add(event, listener, { once: true, first: true });
    }
    off(event, listener) {
      const known = this.#listeners.get(event) ?? [];
      const index = known.findLastIndex(entry => entry.listener === listener);
      if (index >= 0) this.#set(event, known.toSpliced(index, 1));
      return this;
    }
    removeListener(event, listener) {
      return this.off(event, listener);
    }
    removeAllListeners(event) {
      if (event === undefined) this.#listeners.clear();
      else this.#listeners.delete(event);
      return this;
    }
    emit(event, ...args) {
      const known = this.#listeners.get(event) ?? [];
      if (known.length === 0) {
        if (event !== 'error') return false;
        throw args[0] instanceof Error ? args[0] : new Error(`Unhandled error. (${String(args[0])})`);
      }
      for (const entry of known) {
        if (entry.once) this.#drop(event, entry);
        entry.listener.apply(this, args);
      }
      return true;
    }
    #drop(event, entry) {
      this.#set(
        event,
        (this.#listeners.get(event) ?? []).filter(other => other !== entry),
      );
    }
    #set(event, entries) {
      if (entries.length > 0) this.#listeners.set(event, entries);
      else this.#listeners.delete(event);
    }
    listenerCount(event) {
      return this.#listeners.get(event)?.length ?? 0;
    }
    listeners(event) {
      return (this.#listeners.get(event) ?? []).map(entry => entry.listener);
    }
    eventNames() {
      return [...this.#listeners.keys()];
    }
    setMaxListeners() {
      return this;
    }
    getMaxListeners() {
      return 0;
    }
    static get EventEmitter() {
      return EventEmitter;
    }
    static get default() {
      return EventEmitter;
    }
    static once(emitter, event) {
      return new Promise((resolve, reject) => {
        const succeed = (...args) => {
          emitter.off('error', fail);
          resolve(args);
        };
        const fail = error => {
          emitter.off(event, succeed);
          reject(error);
        };
        emitter.once(event, succeed);
        if (event !== 'error') emitter.once('error', fail);
      });
    }
  }

  return { Event, EventTarget, DOMException, AbortSignal, AbortController, EventEmitter };
};
