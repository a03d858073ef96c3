import './realm';
import { builtInModules, Realm } from './compartments';
import { clip } from './shownText';
import { learnerUrlOf } from './stacks';
import { moduleParameters } from './moduleWrapper';
import { resolvePath, resolveRelative } from './modulePaths';

interface GuestModule {
  /** An object until the learner's code puts something else there. */
  exports: unknown;
}

/** The learner's modules: CommonJS, evaluated in a compartment of their own, cycles as in Node. */
export class AttemptModules {
  private readonly realm = new Realm();
  private readonly paths: ReadonlySet<string>;
  private readonly cache = new Map</* path */ string, GuestModule>();
  private readonly wanted = new Set</* path */ string>();
  private loaded = false;

  constructor(
    private code: Readonly<Record<string, string>>,
    /** Paths of those that belong to the exercise: what they export cannot be changed by the others. */
    private readonly owned: readonly string[] = [],
  ) {
    this.paths = new Set(Object.keys(code));
  }

  /** Other texts for the same paths, before any of them is evaluated. */
  provide(code: Readonly<Record<string, string>>): void {
    this.code = code;
  }

  /** The path that `#attempt/<name>` means, or undefined. Remembered, so that `load` evaluates it. */
  want(name: string): string | undefined {
    const path = resolvePath(name, this.paths);
    if (path !== undefined) this.wanted.add(path);
    return path;
  }

  /** Evaluates every wanted module. Throws whatever the learner's code throws. */
  load(): void {
    for (const path of this.wanted) this.require(path);
    this.loaded = true;
  }

  /** Undefined before `load` has ended. */
  exportsOf(path: string): object | undefined {
    if (!this.loaded) return undefined;
    const exports = this.cache.get(path)?.exports;
    const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
    return isObject ? exports : {};
  }

  private require(path: string): unknown {
    const cached = this.cache.get(path);
    if (cached) return cached.exports;
    const module: GuestModule = { exports: {} };
    this.cache.set(path, module);
    const require = harden((specifier: unknown) => this.resolve(path, String(specifier)));
    const run = this.realm.compile(this.code[path] ?? '', learnerUrlOf(path), moduleParameters);
    Reflect.apply(run, undefined, [module.exports, require, module]);
    if (this.owned.includes(path)) harden(module.exports);
    return module.exports;
  }

  private resolve(from: string, specifier: string): unknown {
    if (Object.hasOwn(builtInModules, specifier)) return builtInModules[specifier];
    const path = specifier.startsWith('.') ? resolveRelative(from, specifier, this.paths) : undefined;
    if (path !== undefined) return this.require(path);
    throw new Error(`Module '${clip(specifier, 200)}' is not available in an exercise.`);
  }
}
