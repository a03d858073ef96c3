/** A company with users and reports, an engine of the learner's before them, and a count of what it asks. */
import assert from 'node:assert/strict';
import { createPolicyEngine } from '#attempt/policyEngine.ts';
import type {
  AttributeName,
  Change,
  Condition,
  Context,
  Decision,
  ListQuestion,
  LogEntry,
  Policy,
  PolicyEngine,
  PolicySet,
  Predicate,
  Question,
  ResourceAttribute,
  ResourceRef,
  Scalar,
  Term,
  UserAttribute,
  Value,
  Weekday,
} from '#attempt/types.ts';
import { clock, harden, trace } from '#testkit';
import { decide, isFound, type Attributes, type World } from './oracle.ts';

// ── Policies, to be written in one line ─────────────────────────────────────────────────────────────────────────────

export const attr = <A extends AttributeName>(name: A): { readonly attr: A } => ({ attr: name });
const term = <V extends Scalar>(value: V | { readonly attr: AttributeName }): Term<V> =>
  typeof value === 'object' ? value : { value };
type Operand<V extends Scalar = Scalar> = V | { readonly attr: AttributeName };
export const equals = (left: Operand, right: Operand): Condition => ({
  op: 'equals',
  left: term(left),
  right: term(right),
});
export const atLeast = (left: Operand<number>, right: Operand<number>): Condition => ({
  op: 'at-least',
  left: term(left),
  right: term(right),
});
export const within = (item: Operand<string>, list: UserAttribute | readonly string[]): Condition => ({
  op: 'in',
  item: term(item),
  list: typeof list === 'string' ? { attr: list } : { value: list },
});
export const all = (...of: Condition[]): Condition => ({ op: 'all', of });
export const any = (...of: Condition[]): Condition => ({ op: 'any', of });
export const not = (of: Condition): Condition => ({ op: 'not', of });
export const from = (...networks: string[]): Condition => ({ op: 'from', networks });

export const workdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
export const during = (
  begin: string,
  end: string,
  { zone = 'Europe/Berlin', days = workdays }: { zone?: string; days?: readonly Weekday[] } = {},
): Condition => ({ op: 'during', window: { zone, days, from: begin, to: end } });

type Target = Partial<Pick<Policy, 'actions' | 'types'>>;
const policy = (effect: Policy['effect'], id: string, when?: Condition, target: Target = {}): Policy => ({
  id,
  effect,
  actions: ['read'],
  types: ['report'],
  ...target,
  ...(when && { when }),
});
export const permit = (id: string, when?: Condition, target?: Target): Policy =>
  policy('permit', id, when, target);
export const deny = (id: string, when?: Condition, target?: Target): Policy =>
  policy('deny', id, when, target);

export const setOf = (
  policies: readonly Policy[],
  combining: PolicySet['combining'] = 'deny-overrides',
  version = 'v1',
): PolicySet => ({ version, combining, policies });

/** The policies of the statement. */
export const statement: PolicySet = setOf(
  [
    permit(
      'analysts-read-their-region',
      all(
        equals(attr('user.role'), 'analyst'),
        equals(attr('user.region'), attr('resource.region')),
        atLeast(attr('user.clearance'), attr('resource.clearance')),
      ),
    ),
    deny('embargo', equals(attr('resource.embargoed'), true)),
    deny(
      'confidential-in-the-office',
      all(atLeast(attr('resource.clearance'), 3), not(all(during('08:00', '18:00'), from('10.20.0.0/16')))),
    ),
  ],
  'deny-overrides',
  '2026-11-02',
);

// ── The company ─────────────────────────────────────────────────────────────────────────────────────────────────────

export const report = (id: string): ResourceRef => ({ type: 'report', id });
const nameOf = ({ type, id }: ResourceRef): string => JSON.stringify([type, id]);

export interface Asked {
  readonly user?: string;
  readonly action?: string;
  readonly resource?: ResourceRef;
  readonly context?: Context;
}

export class Company {
  readonly engine: PolicyEngine;
  /** `ann: region`, one for each call. */
  reads: string[] = [];
  readonly lines: string[] = [];
  policies: PolicySet;
  /** What the log throws, if anything. */
  logFails: Error | undefined;
  /** What happens once while the engine reads for the nth time from now, or logs. */
  meanwhile: { readonly at: 'log' | number; readonly work: () => void } | undefined;
  readonly #users = new Map<string, Map<string, Value>>();
  readonly #resources = new Map<string, Map<string, Value>>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(policies: PolicySet, maxCached = 1_000) {
    this.policies = policies;
    const userAttribute = (user: string, name: string): Value | undefined => {
      this.reads.push(`${user}: ${name}`);
      this.#happen('read');
      return this.#users.get(user)?.get(name);
    };
    const resourceAttribute = (resource: ResourceRef, name: string): Value | undefined => {
      this.reads.push(`${resource.type} ${resource.id}: ${name}`);
      this.#happen('read');
      return this.#resources.get(nameOf(resource))?.get(name);
    };
    const onChange = (listener: (change: Change) => void): (() => void) => {
      this.#listeners.add(listener);
      return harden(() => {
        this.#listeners.delete(listener);
      });
    };
    const log = (line: string): void => {
      if (this.logFails) throw this.logFails;
      this.lines.push(line);
      this.#happen('log');
    };
    this.engine = createPolicyEngine(
      harden({
        policies: structuredClone(policies),
        attributes: { userAttribute, resourceAttribute, onChange },
        log,
        maxCached,
      }),
    );
  }

  #happen(where: 'log' | 'read'): void {
    if (!this.meanwhile) return;
    const { at, work } = this.meanwhile;
    if (typeof at === 'number' && where === 'read' && at > 1) this.meanwhile = { at: at - 1, work };
    else if (at === where || (typeof at === 'number' && where === 'read')) {
      this.meanwhile = undefined;
      work();
    }
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  load(policies: PolicySet): void {
    this.engine.load(harden(structuredClone(policies)));
    this.policies = policies;
  }

  /** Gives a user attributes, or takes away those that are undefined; tells the engine, as the source has to. */
  user(user: string, attributes: Readonly<Record<string, Value | undefined>>): void {
    const mine = this.#users.get(user) ?? new Map<string, Value>();
    this.#users.set(user, mine);
    this.#change(mine, attributes, name => ({ of: 'user', user, name }));
  }

  resource(resource: ResourceRef, attributes: Readonly<Record<string, Value | undefined>>): void {
    const its = this.#resources.get(nameOf(resource)) ?? new Map<string, Value>();
    this.#resources.set(nameOf(resource), its);
    this.#change(its, attributes, name => ({ of: 'resource', resource: { ...resource }, name }));
  }

  #change(
    owner: Map<string, Value>,
    attributes: Readonly<Record<string, Value | undefined>>,
    changeOf: (name: string) => Change,
  ): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) owner.delete(name);
      else owner.set(name, typeof value === 'object' ? harden([...value]) : value);
      for (const listener of [...this.#listeners]) listener(harden(changeOf(name)));
    }
  }

  /** What a question is decided by, now. */
  world(user: string, resource: ResourceRef, context: Context): World {
    const attributesOf = (map: Map<string, Value> | undefined): Attributes => Object.fromEntries(map ?? []);
    return {
      user: attributesOf(this.#users.get(user)),
      resource: attributesOf(this.#resources.get(nameOf(resource))),
      context,
      now: clock.now(),
    };
  }

  question({ user = 'ann', action = 'read', resource = report('1'), context = {} }: Asked = {}): Question {
    return { user, action, resource: { ...resource }, context: structuredClone(context) };
  }

  ask(asked: Asked = {}): Decision {
    const { allowed, effect, by, missing } = this.engine.decide(this.question(asked));
    assert.ok(Array.isArray(missing), 'A decision should have a list of what is missing');
    trace.mark(asked.user ?? 'ann', effect, allowed ? 'good' : 'bad');
    return { allowed, effect, by, missing: Array.from(missing as readonly AttributeName[]) };
  }

  expected(asked: Asked = {}): Decision {
    const { user, action, resource, context } = this.question(asked);
    return decide(this.policies, action, resource.type, this.world(user, resource, context));
  }

  /** What is read while `work` runs. */
  readsOf(work: () => void): string[] {
    const before = this.reads.length;
    work();
    return this.reads.slice(before);
  }

  get lastEntry(): LogEntry {
    return parseEntry(this.lines.at(-1));
  }

  filter({
    user = 'ann',
    action = 'read',
    type = 'report',
    context = {},
  }: Partial<ListQuestion> = {}): Predicate {
    return parsePredicate(this.engine.filter({ user, action, type, context: structuredClone(context) }));
  }
}

export function parseEntry(line: string | undefined): LogEntry {
  assert.ok(typeof line === 'string', 'A decision should write a line');
  const entry: unknown = JSON.parse(line);
  assert.ok(typeof entry === 'object' && entry !== null, 'A line should hold an object of JSON');
  return entry as LogEntry;
}

// ── Predicates ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A copy. Fails where it is no predicate; with a constant in the wrong place it still is one. */
export function parsePredicate(predicate: Predicate): Predicate {
  const said = JSON.stringify(predicate);
  const parseTerm = <V extends Scalar>(it: Term<V, ResourceAttribute>): Term<V, ResourceAttribute> => {
    if ('value' in it) {
      assert.ok(
        ['string', 'number', 'boolean'].includes(typeof it.value),
        `What is this compared with: ${said}`,
      );
      return { value: it.value };
    }
    assert.ok(it.attr.startsWith('resource.'), `The store only knows attributes of resources: ${said}`);
    return { attr: it.attr };
  };
  if ('constant' in predicate) return { constant: predicate.constant };
  switch (predicate.op) {
    case 'all':
    case 'any':
      return { op: predicate.op, of: Array.from(predicate.of, parsePredicate) };
    case 'not':
      return { op: 'not', of: parsePredicate(predicate.of) };
    case 'equals':
      return { op: 'equals', left: parseTerm(predicate.left), right: parseTerm(predicate.right) };
    case 'at-least':
      return { op: 'at-least', left: parseTerm(predicate.left), right: parseTerm(predicate.right) };
    case 'in':
      assert.ok('value' in predicate.list, `The store only knows lists of values: ${said}`);
      return { op: 'in', item: parseTerm(predicate.item), list: { value: [...predicate.list.value] } };
    default:
      assert.fail(`This is no predicate: ${said}`);
  }
}

/** The ids of the resources that a store finds. */
export const foundIn = (rows: Readonly<Record<string, Attributes>>, predicate: Predicate): string[] =>
  Object.entries(rows).flatMap(([id, attributes]) => (isFound(predicate, attributes) ? [id] : []));
