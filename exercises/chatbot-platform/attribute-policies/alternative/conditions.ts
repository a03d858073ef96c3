import { compileNetworks } from './networks';
import type { AttributeName, Condition, Predicate, ResourceAttribute, Scalar, Term, Value } from './types';
import { compileWindow, type CompiledWindow } from './windows';

/** What is left of a condition when some attributes are known: null is unknown, whatever the others are. */
export type Residual =
  boolean | null | Leaf | { readonly op: 'all' | 'any'; readonly of: readonly Residual[] } | Opposite;
interface Opposite {
  readonly op: 'not';
  readonly of: Residual;
}
type Leaf = Exclude<Predicate, { constant: boolean } | { op: 'all' | 'any' | 'not' }>;

/** A value, or the name of one that is not known yet. */
type Known = { readonly value: Value | undefined } | { readonly attr: ResourceAttribute };
export type Look = (name: AttributeName) => Known;

export type Reduce = (look: Look, now: number) => Residual;

export interface Rule {
  readonly reduce: Reduce;
  /** What it would need to be known, if it is unknown with these. */
  readonly missing: (look: Look, now: number) => AttributeName[];
  readonly names: readonly AttributeName[];
  readonly windows: readonly CompiledWindow[];
}

const usable = {
  equals: [(it: unknown) => typeof it !== 'object', (it: unknown) => typeof it !== 'object'],
  'at-least': [(it: unknown) => typeof it === 'number', (it: unknown) => typeof it === 'number'],
  in: [(it: unknown) => typeof it === 'string', (it: unknown) => Array.isArray(it)],
} as const;

const computed = {
  equals: (a: unknown, b: unknown) => a === b,
  'at-least': (a: unknown, b: unknown) => Number(a) >= Number(b),
  in: (a: unknown, b: unknown) => (b as readonly unknown[]).includes(a),
} as const;

/** Folds what is known, so that `all` and `any` hold no true and no false; null stays, for `not` has to meet it. */
export function join(op: 'all' | 'any', parts: readonly Residual[]): Residual {
  const decides = op === 'any';
  if (parts.includes(decides)) return decides;
  const of = parts.filter(it => it !== !decides);
  if (of.every(it => it === null)) return of.length > 0 ? null : !decides;
  return { op, of };
}

export const opposite = (of: Residual): Residual =>
  typeof of === 'boolean' ? !of : of === null ? null : { op: 'not', of };

/**
 * A predicate that is true for the same resources, given that it stands where being unknown is as good as being `unknown`:
 * false in general, and true below a `not`.
 */
export function settle(residual: Residual, unknown = false): Predicate {
  if (typeof residual === 'boolean') return { constant: residual };
  if (residual === null) return { constant: unknown };
  switch (residual.op) {
    case 'not': {
      const of = settle(residual.of, !unknown);
      return 'constant' in of ? { constant: !of.constant } : { op: 'not', of };
    }
    case 'all':
    case 'any': {
      const { op } = residual;
      const parts = residual.of.map(it => settle(it, unknown));
      const values = parts.map(it => ('constant' in it ? it.constant : it));
      const joined = join(
        op,
        values.map(it => (typeof it === 'boolean' ? it : null)),
      );
      if (typeof joined === 'boolean') return { constant: joined };
      return { op, of: parts.filter(it => !('constant' in it)) };
    }
    default:
      return residual;
  }
}

export function compile(condition: Condition): Rule {
  switch (condition.op) {
    case 'all':
    case 'any': {
      const { op } = condition;
      const parts = condition.of.map(compile);
      return {
        reduce: (look, now) =>
          join(
            op,
            parts.map(it => it.reduce(look, now)),
          ),
        missing: (look, now) =>
          parts.flatMap(it => (it.reduce(look, now) === null ? it.missing(look, now) : [])),
        names: parts.flatMap(it => it.names),
        windows: parts.flatMap(it => it.windows),
      };
    }
    case 'not': {
      const rule = compile(condition.of);
      return { ...rule, reduce: (look, now) => opposite(rule.reduce(look, now)) };
    }
    case 'during': {
      const window = compileWindow(condition.window);
      return { reduce: (_, now) => window.isOpen(now), missing: () => [], names: [], windows: [window] };
    }
    case 'from': {
      const holds = compileNetworks(condition.networks);
      const names = ['context.ip'] as const;
      const reduce: Reduce = look => {
        const ip = look('context.ip');
        return 'value' in ip && typeof ip.value === 'string' ? (holds(ip.value) ?? null) : null;
      };
      return { reduce, missing: () => [...names], names, windows: [] };
    }
    default:
      return comparison(condition);
  }
}

function comparison(condition: Extract<Condition, { op: 'equals' | 'at-least' | 'in' }>): Rule {
  const { op } = condition;
  const terms = op === 'in' ? [condition.item, condition.list] : [condition.left, condition.right];
  const names = terms.flatMap(it => ('attr' in it ? [it.attr] : []));
  const seen = (look: Look): Known[] => terms.map(it => ('attr' in it ? look(it.attr) : { value: it.value }));
  const isUnusable = (it: Known, at: number): boolean =>
    'value' in it && (it.value === undefined || !usable[op][at]!(it.value));
  return {
    reduce: look => {
      const [a, b] = seen(look) as [Known, Known];
      if ([a, b].some(isUnusable)) return null;
      if ('value' in a && 'value' in b) return computed[op](a.value, b.value);
      if (op !== 'in')
        return {
          op,
          left: a as Term<number, ResourceAttribute>,
          right: b as Term<number, ResourceAttribute>,
        };
      return {
        op,
        item: a as Term<Scalar & string, ResourceAttribute>,
        list: b as { value: readonly string[] },
      };
    },
    missing: look => {
      const known = seen(look);
      return terms.flatMap((it, at) => ('attr' in it && isUnusable(known[at]!, at) ? [it.attr] : []));
    },
    names,
    windows: [],
  };
}
