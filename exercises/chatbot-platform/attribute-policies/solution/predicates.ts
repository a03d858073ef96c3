import type { Predicate } from './types';

export const constant = (value: boolean): Predicate => ({ constant: value });

/** `all` or `any` of them, without constants, with those of its own kind spread out, and without a list for one alone. */
function join(op: 'all' | 'any', predicates: readonly Predicate[]): Predicate {
  const decides = op === 'any'; // the constant that settles it; the other one says nothing
  const of: Predicate[] = [];
  for (const predicate of predicates) {
    if ('constant' in predicate) {
      if (predicate.constant === decides) return predicate;
    } else if (predicate.op === op) of.push(...predicate.of);
    else of.push(predicate);
  }
  const [only] = of;
  if (of.length > 1) return { op, of };
  return only ?? constant(!decides);
}

export const all = (predicates: readonly Predicate[]): Predicate => join('all', predicates);
export const any = (predicates: readonly Predicate[]): Predicate => join('any', predicates);
