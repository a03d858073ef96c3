import { decide, permitted } from './combining';
import { isOf, ownName, type Facts } from './conditions';
import { keyOf, Memory } from './memory';
import { CompiledSet, type Fitting } from './policySet';
import type {
  AttributeName,
  AttributeSource,
  Change,
  Context,
  CreatePolicyEngine,
  Decision,
  Question,
  ResourceRef,
  Value,
} from './types';

interface Remembered {
  readonly decision: Decision;
  /** Which of the windows were open. */
  readonly open: string;
  /** Those that were read and are there. */
  readonly attributes: Readonly<Record<string, Value>>;
}

/** The attributes of one question, each read once at most. */
class Attributes implements Facts {
  readonly #values = new Map<AttributeName, Value | undefined>();
  /** What a change of would matter, missing attributes among it: it may come. */
  readonly restsOn: string[] = [];
  /** Something has become another since it was read. */
  isStale = false;

  constructor(
    readonly now: number,
    private readonly source: AttributeSource,
    private readonly user: string,
    private readonly resource: ResourceRef | undefined,
    private readonly context: Context,
  ) {}

  readonly read = (name: AttributeName): Value | undefined => {
    if (!this.#values.has(name)) this.#values.set(name, this.#ask(name));
    return this.#values.get(name);
  };

  #ask(name: AttributeName): Value | undefined {
    const own = ownName(name);
    if (isOf('context', name)) return valueIn(this.context, own);
    const { source, user, resource } = this;
    if (isOf('user', name)) {
      this.restsOn.push(keyOf({ of: 'user', user, name: own }));
      return source.userAttribute(user, own);
    }
    if (!resource) throw new TypeError(`${name} of a list`);
    this.restsOn.push(keyOf({ of: 'resource', resource, name: own }));
    return source.resourceAttribute(resource, own);
  }

  note(change: Change): void {
    this.isStale ||= this.restsOn.includes(keyOf(change));
  }

  known(): Record<string, Value> {
    return Object.fromEntries(
      [...this.#values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }
}

const valueIn = (context: Context, name: string): Value | undefined =>
  Object.hasOwn(context, name) ? context[name] : undefined;

/** Answers from memory take a look at the context and the clock; others time in proportion to the policies that fit. */
export const createPolicyEngine: CreatePolicyEngine = ({ policies, attributes: source, log, maxCached }) => {
  let set = new CompiledSet(policies);
  const memory = new Memory<Remembered>(maxCached);
  /** Questions that are being answered while others run: reading may take its time, and change things. */
  const underWay = new Set<Attributes>();
  let stop: (() => void) | undefined = source.onChange(change => {
    memory.forget(change);
    for (const facts of underWay) facts.note(change);
  });

  const keyFor = ({ user, action, resource, context }: Question, fitting: Fitting): string =>
    JSON.stringify([
      [user, action, resource.type, resource.id],
      fitting.context.map(name => valueIn(context, name)),
    ]);

  function answer(
    { user, resource, context }: Question,
    key: string,
    fitting: Fitting,
    now: number,
    open: string,
  ) {
    const facts = new Attributes(now, source, user, resource, context);
    underWay.add(facts);
    try {
      const decision = decide(set.combining, fitting.policies, facts);
      const answered: Remembered = { decision, open, attributes: facts.known() };
      if (stop && !facts.isStale) memory.set(key, answered, facts.restsOn);
      return answered;
    } finally {
      underWay.delete(facts);
    }
  }

  return {
    decide(question) {
      const { user, action, resource } = question;
      const now = Date.now();
      const { version } = set; // another one may be loaded before the line is written
      const fitting = set.fitting(action, resource.type);
      const key = keyFor(question, fitting);
      const open = fitting.windows.map(isOpen => Number(isOpen(now))).join('');
      const kept = stop && memory.ask(key);
      const cached = kept?.open === open;
      const { decision, attributes } = cached ? kept : answer(question, key, fitting, now, open);
      const { effect, by, missing } = decision;
      const time = new Date(now).toISOString();
      const entry = {
        time,
        user,
        action,
        resource: { type: resource.type, id: resource.id },
        effect,
        by,
        missing,
      };
      log(oneLine({ ...entry, policies: version, attributes, cached }));
      return { ...decision, missing: [...missing] };
    },

    filter({ user, action, type, context }) {
      const facts = new Attributes(Date.now(), source, user, undefined, context);
      return permitted(set.combining, set.fitting(action, type).policies, facts);
    },

    load(next) {
      set = new CompiledSet(next);
      memory.clear();
      for (const facts of underWay) facts.isStale = true;
    },

    close() {
      stop?.();
      stop = undefined;
      memory.clear();
    },
  };
};

/** JSON escapes all ends of line but two that came into Unicode later. */
const oneLine = (entry: object): string =>
  JSON.stringify(entry).replace(/[\u2028\u2029]/g, it => (it === '\u2028' ? '\\u2028' : '\\u2029'));
