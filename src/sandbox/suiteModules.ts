import './realm';
import { stackGuard } from '../protocol/run';
import type { AttemptModules } from './attemptModules';
import { attemptView } from './attemptView';
import { builtInModules, Realm } from './compartments';
import { moduleParameters } from './moduleWrapper';
import { resolveRelative } from './modulePaths';
import { suiteUrlOf } from './stacks';

/** The bdd interface, as parameters of every suite module. */
export interface SuiteScope {
  readonly describe: unknown;
  readonly it: unknown;
  readonly beforeEach: unknown;
  readonly afterEach: unknown;
  readonly [stackGuard]: unknown;
}

const scopeNames = ['describe', 'it', 'beforeEach', 'afterEach', stackGuard] as const;

/** The author's modules. They have a compartment too: a pack comes from somebody else, and needs nothing more. */
export class SuiteModules {
  private readonly realm = new Realm();
  private readonly paths: ReadonlySet<string>;
  private readonly cache = new Map</* path */ string, { exports: object }>();

  constructor(
    private readonly code: Readonly<Record<string, string>>,
    private readonly attempt: AttemptModules,
    /** `#testkit` and `node:assert/strict`. */
    private readonly kits: Readonly<Record<string, unknown>>,
    private readonly scope: SuiteScope,
  ) {
    this.paths = new Set(Object.keys(code));
  }

  /** Evaluates a suite, which defines its checks, and gives what it exports. Throws whatever it throws. */
  define(entry: string): object {
    const path = resolveRelative('', entry, this.paths);
    if (path === undefined) throw new Error(`There is no module ${entry}.`);
    return this.require(path, false);
  }

  private require(path: string, shared: boolean): object {
    const cached = this.cache.get(path);
    if (cached && shared) return cached.exports;
    const module = { exports: {} };
    this.cache.set(path, module);
    const require = (specifier: string): unknown => this.resolve(path, specifier);
    const run = this.realm.compile(this.code[path] ?? '', suiteUrlOf(path), [
      ...moduleParameters,
      ...scopeNames,
    ]);
    Reflect.apply(run, undefined, [
      module.exports,
      require,
      module,
      ...scopeNames.map(name => this.scope[name]),
    ]);
    return module.exports;
  }

  private resolve(from: string, specifier: string): unknown {
    if (Object.hasOwn(this.kits, specifier)) return this.kits[specifier];
    if (Object.hasOwn(builtInModules, specifier)) return builtInModules[specifier];
    if (specifier.startsWith('#attempt/')) {
      const name = specifier.slice('#attempt/'.length);
      const path = this.attempt.want(name);
      if (path !== undefined) return attemptView(name, path, this.attempt);
      throw new Error(`The attempt has no file ${name}.`);
    }
    const path = specifier.startsWith('.') ? resolveRelative(from, specifier, this.paths) : undefined;
    if (path !== undefined) return this.require(path, true);
    throw new Error(`A suite cannot import '${specifier}'.`);
  }
}
