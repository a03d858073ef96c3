/** The contract in another form: truth as a number, time by a table of offsets, addresses as rows of bits. */
import type {
  AttributeName,
  Combining,
  Condition,
  Decision,
  Policy,
  PolicySet,
  Predicate,
  TimeWindow,
  Value,
} from '#attempt/types.ts';

export type Attributes = Readonly<Record<string, Value>>;

/** All that a question is decided by. */
export interface World {
  readonly user: Attributes;
  readonly resource: Attributes;
  readonly context: Attributes;
  readonly now: number;
}

/** 1 true, 0 unknown, -1 false: then `all` is the least, `any` the greatest, and `not` the opposite. */
type Truth = -1 | 0 | 1;

const truth = (value: boolean): Truth => (value ? 1 : -1);

function valueOf(name: AttributeName, world: World): Value | undefined {
  const dot = name.indexOf('.');
  const owner = world[name.slice(0, dot) as 'user' | 'resource' | 'context'];
  return Object.entries(owner).find(([key]) => key === name.slice(dot + 1))?.[1];
}

// ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const minute = 60_000;
const day = 24 * 60;
const weekdays = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'] as const; // 1970-01-01 was a Thursday

/** Minutes ahead of UTC in 2026, each from a moment on. */
const offsets: Readonly<Record<string, readonly (readonly [from: string, minutes: number])[]>> = {
  UTC: [['2000-01-01T00:00Z', 0]],
  'Europe/Berlin': [
    ['2025-10-26T01:00Z', 60],
    ['2026-03-29T01:00Z', 120],
    ['2026-10-25T01:00Z', 60],
  ],
  'America/New_York': [
    ['2025-11-02T06:00Z', -300],
    ['2026-03-08T07:00Z', -240],
    ['2026-11-01T06:00Z', -300],
  ],
  'Asia/Kolkata': [['2000-01-01T00:00Z', 330]],
  'Asia/Kathmandu': [['2000-01-01T00:00Z', 345]],
  'Pacific/Auckland': [
    ['2025-09-27T14:00Z', 780],
    ['2026-04-04T14:00Z', 720],
    ['2026-09-26T14:00Z', 780],
  ],
};
export const zones: readonly string[] = Object.keys(offsets);

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function isOpen({ zone, days, from, to }: TimeWindow, now: number): boolean {
  const [, offset] = offsets[zone]!.findLast(([since]) => Date.parse(since) <= now)!;
  const local = Math.floor(now / minute) + offset;
  const today = Math.floor(local / day);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  return [today, today - 1].some(
    it =>
      days.includes(weekdays[it % 7]!) &&
      it * day + begin <= local &&
      local < it * day + end + (end <= begin ? day : 0),
  );
}

// ── Networks ────────────────────────────────────────────────────────────────────────────────────────────────────────

export function bitsOf(address: string): string | undefined {
  const parts = address.replace(/^::ffff:/, '').split('.');
  const isSound = parts.length === 4 && parts.every(it => /^(0|[1-9]\d{0,2})$/.test(it) && Number(it) < 256);
  return isSound ? parts.map(it => Number(it).toString(2).padStart(8, '0')).join('') : undefined;
}

export const addressOf = (bits: string): string =>
  [0, 8, 16, 24].map(at => parseInt(bits.slice(at, at + 8), 2)).join('.');

function isWithin(address: string, network: string): boolean {
  const [base, prefix] = network.split('/') as [string, string];
  return bitsOf(address)!.startsWith(bitsOf(base)!.slice(0, Number(prefix)));
}

// ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Operands {
  readonly values: readonly (Value | undefined)[];
  /** Those that are missing or cannot be compared. */
  readonly unusable: readonly AttributeName[];
}

function operands(
  condition: Extract<Condition, { op: 'equals' | 'at-least' | 'in' }>,
  world: World,
): Operands {
  const terms = condition.op === 'in' ? [condition.item, condition.list] : [condition.left, condition.right];
  const values = terms.map(term => ('value' in term ? term.value : valueOf(term.attr, world)));
  const isUsable = (value: Value | undefined, at: number): boolean =>
    condition.op === 'equals'
      ? value !== undefined && !Array.isArray(value)
      : condition.op === 'at-least'
        ? typeof value === 'number'
        : at === 0
          ? typeof value === 'string'
          : Array.isArray(value);
  return {
    values,
    unusable: terms.flatMap((term, at) => ('attr' in term && !isUsable(values[at], at) ? [term.attr] : [])),
  };
}

export function evaluate(condition: Condition | undefined, world: World): Truth {
  if (!condition) return 1;
  switch (condition.op) {
    case 'all':
      return Math.min(1, ...condition.of.map(it => evaluate(it, world))) as Truth;
    case 'any':
      return Math.max(-1, ...condition.of.map(it => evaluate(it, world))) as Truth;
    case 'not':
      return -evaluate(condition.of, world) as Truth;
    case 'during':
      return truth(isOpen(condition.window, world.now));
    case 'from': {
      const ip = valueOf('context.ip', world);
      if (typeof ip !== 'string' || bitsOf(ip) === undefined) return 0;
      return truth(condition.networks.some(it => isWithin(ip, it)));
    }
    default: {
      const { values, unusable } = operands(condition, world);
      const [a, b] = values;
      if (unusable.length > 0) return 0;
      if (condition.op === 'equals') return truth(a === b);
      return truth(condition.op === 'in' ? (b as string[]).includes(a as string) : Number(a) >= Number(b));
    }
  }
}

/** Why it is unknown; nothing if it is not. */
function missingIn(condition: Condition, world: World): AttributeName[] {
  if (evaluate(condition, world) !== 0) return [];
  switch (condition.op) {
    case 'all':
    case 'any':
      return condition.of.flatMap(it => missingIn(it, world));
    case 'not':
      return missingIn(condition.of, world);
    case 'during':
      return [];
    case 'from':
      return ['context.ip'];
    default:
      return [...operands(condition, world).unusable];
  }
}

// ── Policies ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const fits = ({ actions, types }: Policy, action: string, type: string): boolean =>
  [actions, types].every((names, at) => names.includes('*') || names.includes(at === 0 ? action : type));

const opposite = { permit: 'deny', deny: 'permit' } as const;

export function decide(
  { policies, combining }: PolicySet,
  action: string,
  type: string,
  world: World,
): Decision {
  const says = policies
    .filter(it => fits(it, action, type))
    .map(policy => ({ policy, truth: evaluate(policy.when, world) }))
    .filter(it => it.truth >= 0);
  const answer = (it: (typeof says)[number] | undefined): Decision | undefined =>
    it && {
      allowed: it.truth === 1 && it.policy.effect === 'permit',
      effect: it.truth === 1 ? it.policy.effect : 'indeterminate',
      by: it.policy.id,
      missing: it.truth === 1 ? [] : [...new Set(missingIn(it.policy.when!, world))].toSorted(),
    };
  const first = (effect: Policy['effect'], certain: Truth): Decision | undefined =>
    answer(says.find(it => it.policy.effect === effect && it.truth === certain));
  const nobody: Decision = { allowed: false, effect: 'not-applicable', by: null, missing: [] };
  if (combining === 'first-applicable') return answer(says[0]) ?? nobody;
  const strong = ({ 'deny-overrides': 'deny', 'permit-overrides': 'permit' } as const)[combining];
  const weak = opposite[strong];
  return first(strong, 1) ?? first(strong, 0) ?? first(weak, 1) ?? first(weak, 0) ?? nobody;
}

export const combinings: readonly Combining[] = ['deny-overrides', 'permit-overrides', 'first-applicable'];

// ── Stores ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const nowhere: World = { user: {}, resource: {}, context: {}, now: 0 };

/** Constants may be anywhere for this: that they stand alone is asked for elsewhere. */
function toCondition(predicate: Predicate): Condition {
  if ('constant' in predicate) return { op: predicate.constant ? 'all' : 'any', of: [] };
  if (predicate.op === 'all' || predicate.op === 'any')
    return { op: predicate.op, of: predicate.of.map(it => toCondition(it)) };
  return predicate.op === 'not' ? { op: 'not', of: toCondition(predicate.of) } : predicate;
}

/** Whether a store finds a resource: as SQL reads a WHERE. */
export const isFound = (predicate: Predicate, resource: Attributes): boolean =>
  evaluate(toCondition(predicate), { ...nowhere, resource }) === 1;
