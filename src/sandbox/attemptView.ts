import './realm';
import type { AttemptModules } from './attemptModules';

/** Functions that suites have been given from here. */
const given = new WeakSet();

/** Whether a suite has it from a module of the attempt: an honest pack's class, or something that poses as one. */
export const isOfAttempt = (value: object): boolean => given.has(value);

/**
 * What a suite gets for `#attempt/<name>`: a view that looks at the module's exports when they are used, so that the
 * plan is made before any code of the learner has run.
 */
export function attemptView(name: string, path: string, attempt: AttemptModules): object {
  const exports = (): object => {
    const found = attempt.exportsOf(path);
    if (found) return found;
    throw new Error(
      `#attempt/${name} is used while the suite is being defined. Use it inside it(), beforeEach() or afterEach().`,
    );
  };
  return new Proxy(
    {},
    {
      get(_, key) {
        if (key === '__esModule') return true;
        const found = exports();
        if (typeof key === 'symbol' || Reflect.has(found, key)) {
          const value: unknown = Reflect.get(found, key);
          if (typeof value === 'function') given.add(value);
          return value;
        }
        throw new Error(
          key === 'default' ? `${path} has no default export.` : `${path} does not export “${key}”.`,
        );
      },
      has: (_, key) => key === '__esModule' || Reflect.has(exports(), key),
      ownKeys: () => Reflect.ownKeys(exports()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(exports(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
      set: refuse,
      defineProperty: refuse,
      deleteProperty: refuse,
      setPrototypeOf: refuse,
    },
  );
}

const refuse = (): never => {
  throw new TypeError('A suite cannot change the learner’s modules.');
};
