import type { Connectable } from '../../../media/types/testkit';
import type { KitPowers } from './kitPowers';

/** One life of a server, from a start to a crash. What belongs to it goes dead with it. */
export class Incarnation {
  private alive = true;

  constructor(private readonly powers: Pick<KitPowers, 'harden' | 'requireStack'>) {}

  get isAlive(): boolean {
    return this.alive;
  }

  end(): void {
    this.alive = false;
  }

  /** The same functions, of which nothing goes out nor comes back after the crash. */
  connect<C extends Connectable>(target: C): C {
    const connection =
      typeof target === 'function' ? this.gate(target as AsyncFunction) : this.gateMethods(target);
    return this.powers.harden(connection) as C;
  }

  gate(call: AsyncFunction): AsyncFunction {
    return (...args) => {
      this.powers.requireStack();
      return new Promise((resolve, reject) => {
        if (!this.alive) return;
        (async () => call(...args))().then(
          value => {
            if (this.alive) resolve(value);
          },
          (error: unknown) => {
            // Whatever was thrown: it is passed on.
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
            if (this.alive) reject(error);
          },
        );
      });
    };
  }

  private gateMethods(target: object): object {
    const gated: Record<string, unknown> = {};
    for (const name of methodNames(target)) {
      const method: unknown = Reflect.get(target, name);
      gated[name] =
        typeof method === 'function'
          ? this.gate((...args) => Reflect.apply(method, target, args) as Promise<unknown>)
          : method;
    }
    return gated;
  }
}

type AsyncFunction = (...args: unknown[]) => Promise<unknown>;

/** Its own and those of its classes. */
function methodNames(target: object): readonly string[] {
  const names = new Set<string>();
  for (let at: object | null = target; at && at !== Object.prototype; at = Reflect.getPrototypeOf(at))
    for (const key of Reflect.ownKeys(at))
      if (typeof key === 'string' && key !== 'constructor') names.add(key);
  return [...names];
}
