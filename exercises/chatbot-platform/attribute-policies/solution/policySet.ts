import type { CompiledPolicy } from './combining';
import { compile, isOf, ownName, type Compiled, type Mentioned } from './conditions';
import { PolicyError } from './errors';
import type { Combining, Policy, PolicySet } from './types';

/** The policies that fit one kind of question, in their order, and what they look at beside users and resources. */
export interface Fitting {
  readonly policies: readonly CompiledPolicy[];
  /** Names of attributes of the context, without `context.`. */
  readonly context: readonly string[];
  readonly windows: readonly ((now: number) => boolean)[];
}

interface Entry extends CompiledPolicy, Mentioned {
  readonly actions: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

const always: Compiled = { evaluate: () => true, where: (_, wanted) => ({ constant: wanted }) };

function compilePolicy({ id, effect, actions, types, when }: Policy): Entry {
  const mentioned: Mentioned = { attributes: new Set(), windows: new Set() };
  try {
    const compiled = when ? compile(when, mentioned) : always;
    return { id, effect, actions: new Set(actions), types: new Set(types), when: compiled, ...mentioned };
  } catch (error) {
    if (error instanceof RangeError) throw new PolicyError(id, error.message);
    throw error;
  }
}

/** A set of policies, compiled: nothing of what it was made from is looked at again. */
export class CompiledSet {
  readonly version: string;
  readonly combining: Combining;
  readonly #policies: readonly Entry[];
  readonly #actions: ReadonlySet<string>;
  readonly #types: ReadonlySet<string>;
  readonly #fitting = new Map<string, Fitting>();

  /** @throws PolicyError if a policy cannot be meant */
  constructor({ version, combining, policies }: PolicySet) {
    this.version = version;
    this.combining = combining;
    const ids = new Set<string>();
    // A copy: whoever wrote them may go on writing.
    this.#policies = structuredClone(policies).map(policy => {
      if (ids.has(policy.id)) throw new PolicyError(policy.id, 'there are two of this id');
      ids.add(policy.id);
      return compilePolicy(policy);
    });
    this.#actions = new Set(this.#policies.flatMap(it => [...it.actions]));
    this.#types = new Set(this.#policies.flatMap(it => [...it.types]));
  }

  /** Looks for each kind once. Names that no policy knows are one kind, so that there are never more than the policies make. */
  fitting(action: string, type: string): Fitting {
    const kind = [this.#actions.has(action) ? action : '*', this.#types.has(type) ? type : '*'] as const;
    const key = JSON.stringify(kind);
    const fitting = this.#fitting.get(key) ?? this.#find(...kind);
    this.#fitting.set(key, fitting);
    return fitting;
  }

  #find(action: string, type: string): Fitting {
    const fits = (names: ReadonlySet<string>, name: string): boolean => names.has(name) || names.has('*');
    const policies = this.#policies.filter(it => fits(it.actions, action) && fits(it.types, type));
    return {
      policies,
      context: [...new Set(policies.flatMap(it => [...it.attributes]))].flatMap(name =>
        isOf('context', name) ? [ownName(name)] : [],
      ),
      windows: policies.flatMap(it => [...it.windows]),
    };
  }
}
