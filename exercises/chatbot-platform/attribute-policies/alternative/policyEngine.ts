import { compile, join, opposite, settle, type Look, type Residual, type Rule } from './conditions';
import { PolicyError } from './errors';
import type {
  AttributeName,
  Change,
  CreatePolicyEngine,
  Decision,
  Effect,
  LogEntry,
  Policy,
  PolicySet,
  ResourceAttribute,
  Value,
} from './types';

interface Ruling extends Omit<Policy, 'when'> {
  readonly rule: Rule;
}

interface Loaded extends Omit<PolicySet, 'policies'> {
  readonly policies: readonly Ruling[];
}

interface Said {
  readonly decision: Decision;
  readonly attributes: LogEntry['attributes'];
}

/** A question, and from when to when its answer is one: there before it is answered, so that it hears of changes meanwhile. */
interface Answer {
  said?: Said;
  readonly since: number;
  readonly until: number;
  readonly names: ReadonlySet<AttributeName>;
  readonly owners: readonly string[];
  /** Something has changed that it rests on. It keeps its place. */
  isOver: boolean;
  usedAt: number;
}

function loaded({ version, combining, policies }: PolicySet): Loaded {
  const rulings = policies.map(({ id, effect, actions, types, when }): Ruling => {
    if (policies.filter(it => it.id === id).length > 1) throw new PolicyError(id, 'is there twice');
    try {
      const copy = when === undefined ? ({ op: 'all', of: [] } as const) : structuredClone(when);
      return { id, effect, actions: [...actions], types: [...types], rule: compile(copy) };
    } catch (error) {
      throw new PolicyError(id, String(error));
    }
  });
  return { version, combining, policies: rulings };
}

const split = (name: AttributeName): [owner: string, own: string] => {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
};

const ownerOf = (change: Change): string =>
  JSON.stringify(change.of === 'user' ? change.user : [change.resource.type, change.resource.id]);

const effects: Readonly<Record<Policy['effect'], Effect>> = { permit: 'permit', deny: 'deny' };

function decide({ combining }: Loaded, fitting: readonly Ruling[], look: Look, now: number): Decision {
  const says = fitting
    .map(ruling => ({ ruling, truth: ruling.rule.reduce(look, now) }))
    .filter(({ truth }) => truth !== false);
  const rank =
    combining === 'first-applicable'
      ? (): number => 0
      : ({ ruling, truth }: (typeof says)[number]): number => {
          const isStrong = (ruling.effect === 'deny') === (combining === 'deny-overrides');
          return (isStrong ? 0 : 2) + (truth === true ? 0 : 1);
        };
  const [first] = says.toSorted((a, b) => rank(a) - rank(b)); // stable: of equals the first in the list
  if (!first) return { allowed: false, effect: 'not-applicable', by: null, missing: [] };
  const { ruling, truth } = first;
  const missing = truth === true ? [] : [...new Set(ruling.rule.missing(look, now))].toSorted();
  const effect = truth === true ? effects[ruling.effect] : 'indeterminate';
  return { allowed: effect === 'permit', effect, by: ruling.id, missing };
}

function permitted({ combining }: Loaded, fitting: readonly Ruling[], look: Look, now: number): Residual {
  const of = (effect: Policy['effect']): Residual[] =>
    fitting.filter(it => it.effect === effect).map(({ rule }) => rule.reduce(look, now));
  switch (combining) {
    case 'permit-overrides':
      return join('any', of('permit'));
    case 'deny-overrides':
      return join('all', [join('any', of('permit')), opposite(join('any', of('deny')))]);
    case 'first-applicable': {
      const before: Residual[] = [];
      const ways: Residual[] = [];
      for (const { effect, rule } of fitting) {
        const residual = rule.reduce(look, now);
        if (effect === 'permit') ways.push(join('all', [...before, residual]));
        before.push(opposite(residual));
      }
      return join('any', ways);
    }
  }
}

export const createPolicyEngine: CreatePolicyEngine = ({ policies, attributes: source, log, maxCached }) => {
  let set = loaded(policies);
  const answers = new Map<string, Answer>();
  const byOwner = new Map<string, Set<string>>();
  let uses = 0;
  let isClosed = false;

  const drop = (key: string): void => {
    for (const owner of answers.get(key)?.owners ?? []) {
      byOwner.get(owner)?.delete(key);
      if (byOwner.get(owner)?.size === 0) byOwner.delete(owner);
    }
    answers.delete(key);
  };
  const keep = (key: string, answer: Answer): void => {
    if (isClosed) return;
    drop(key);
    if (answers.size >= maxCached)
      drop([...answers].reduce((a, b) => (a[1].usedAt < b[1].usedAt ? a : b))[0]);
    answers.set(key, answer);
    for (const owner of answer.owners) byOwner.set(owner, (byOwner.get(owner) ?? new Set()).add(key));
  };
  const stop = source.onChange(change => {
    for (const key of [...(byOwner.get(ownerOf(change)) ?? [])]) {
      const answer = answers.get(key);
      if (answer?.names.has(`${change.of}.${change.name}`)) answer.isOver = true;
    }
  });
  const fittingFor = (action: string, type: string): readonly Ruling[] =>
    set.policies.filter(
      it =>
        (it.actions.includes(action) || it.actions.includes('*')) &&
        (it.types.includes(type) || it.types.includes('*')),
    );

  return {
    decide({ user, action, resource, context }) {
      const now = Date.now();
      const asked = set; // others may be loaded before the line is written
      const fitting = fittingFor(action, resource.type);
      const names = new Set(fitting.flatMap(it => it.rule.names));
      const given = Object.entries(context) // its own ones
        .filter(([name]) => names.has(`context.${name}`))
        .toSorted(([a], [b]) => (a < b ? -1 : 1));
      const key = JSON.stringify([user, action, resource.type, resource.id, given]);
      const work = (): Said => {
        const values = new Map<AttributeName, Value | undefined>();
        const context = new Map(given);
        for (const name of names) {
          const [owner, own] = split(name);
          if (owner === 'user') values.set(name, source.userAttribute(user, own));
          else if (owner === 'resource') values.set(name, source.resourceAttribute(resource, own));
          else values.set(name, context.get(own));
        }
        return {
          decision: decide(asked, fitting, name => ({ value: values.get(name) }), now),
          attributes: Object.fromEntries(
            [...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
          ),
        };
      };
      const known = answers.get(key);
      const isKnown = known?.said !== undefined && !known.isOver && known.since <= now && now < known.until;
      const answer: Answer = isKnown
        ? known
        : {
            since: now,
            until: Math.min(...fitting.flatMap(it => it.rule.windows.map(window => window.nextChange(now)))),
            names,
            owners: [
              ownerOf({ of: 'user', user, name: '' }),
              ownerOf({ of: 'resource', resource, name: '' }),
            ],
            isOver: false,
            usedAt: 0,
          };
      if (!isKnown) keep(key, answer);
      answer.usedAt = ++uses;
      const said = (answer.said ??= work());
      const { allowed, ...decision } = said.decision;
      const line: LogEntry = {
        time: new Date(now).toISOString(),
        user,
        action,
        resource: { type: resource.type, id: resource.id },
        ...decision,
        policies: asked.version,
        attributes: said.attributes,
        cached: isKnown,
      };
      log(JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'));
      return { allowed, ...decision, missing: [...decision.missing] };
    },

    filter({ user, action, type, context }) {
      const now = Date.now();
      const fitting = fittingFor(action, type);
      const values = new Map<AttributeName, Value | undefined>();
      const look: Look = name => {
        const [owner, own] = split(name);
        if (owner === 'resource') return { attr: name as ResourceAttribute };
        if (owner === 'user' && !values.has(name)) values.set(name, source.userAttribute(user, own));
        return {
          value: owner === 'user' ? values.get(name) : Object.hasOwn(context, own) ? context[own] : undefined,
        };
      };
      return settle(permitted(set, fitting, look, now));
    },

    load(next) {
      set = loaded(next);
      answers.clear();
      byOwner.clear();
    },

    close() {
      isClosed = true;
      stop();
      answers.clear();
      byOwner.clear();
    },
  };
};
