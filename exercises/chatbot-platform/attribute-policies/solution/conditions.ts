import { compileNetworks } from './networks';
import { all, any, constant } from './predicates';
import type { AttributeName, Condition, Predicate, ResourceAttribute, Scalar, Term, Value } from './types';
import { compileWindow } from './windows';

/** What a condition may look at. */
export interface Facts {
  readonly now: number;
  read(name: AttributeName): Value | undefined;
}

/** True, false, or unknown for want of these attributes. */
export type Truth = boolean | ReadonlySet<AttributeName>;

/** A condition that has been read once, and is evaluated often: in proportion to its size. */
export interface Compiled {
  evaluate(facts: Facts): Truth;
  /**
   * Finds the resources for which it is `wanted`. A resource for which it is unknown is found neither by true nor by false,
   * so nothing has ever to be negated but a comparison.
   */
  where(facts: Facts, wanted: boolean): Predicate;
}

/** What compiled conditions look at. */
export interface Mentioned {
  readonly attributes: Set<AttributeName>;
  readonly windows: Set<(now: number) => boolean>;
}

export const isOf = <O extends 'user' | 'resource' | 'context'>(
  owner: O,
  name: AttributeName,
): name is Extract<AttributeName, `${O}.${string}`> => name.startsWith(`${owner}.`);

/** `region` of `user.region`. */
export const ownName = (name: AttributeName): string => name.slice(name.indexOf('.') + 1);

const isScalar = (value: Value | undefined): value is Scalar =>
  value !== undefined && typeof value !== 'object';
const isNumber = (value: Value | undefined): value is number => typeof value === 'number';
const isText = (value: Value | undefined): value is string => typeof value === 'string';
const isList = (value: Value | undefined): value is readonly string[] => typeof value === 'object';

/**
 * @throws RangeError if a window or a network cannot be meant
 */
export function compile(condition: Condition, mentioned: Mentioned): Compiled {
  switch (condition.op) {
    case 'equals':
    case 'at-least': {
      const { op } = condition;
      return op === 'equals'
        ? comparison(
            condition,
            isScalar,
            (a, b) => a === b,
            (left, right) => ({ op, left, right }),
            mentioned,
          )
        : comparison(
            condition,
            isNumber,
            (a, b) => a >= b,
            (left, right) => ({ op, left, right }),
            mentioned,
          );
    }
    case 'in':
      return membership(condition, mentioned);
    case 'during': {
      const isOpen = compileWindow(condition.window);
      mentioned.windows.add(isOpen);
      return surrounding(({ now }) => isOpen(now));
    }
    case 'from': {
      const holds = compileNetworks(condition.networks);
      const name = 'context.ip';
      mentioned.attributes.add(name);
      return surrounding(({ read }) => {
        const ip = read(name);
        return (isText(ip) ? holds(ip) : undefined) ?? new Set<AttributeName>([name]);
      });
    }
    case 'all':
    case 'any':
      return several(
        condition.op === 'all',
        condition.of.map(each => compile(each, mentioned)),
      );
    case 'not': {
      const { evaluate, where } = compile(condition.of, mentioned);
      return {
        evaluate: facts => {
          const truth = evaluate(facts);
          return typeof truth === 'boolean' ? !truth : truth;
        },
        where: (facts, wanted) => where(facts, !wanted),
      };
    }
  }
}

/** Something that is the same for all resources. */
const surrounding = (evaluate: (facts: Facts) => Truth): Compiled => ({
  evaluate,
  where: (facts, wanted) => constant(evaluate(facts) === wanted),
});

/** Kleene's strong logic: one false decides `all`, and one true `any`, whatever is unknown beside it. */
function several(isAll: boolean, conditions: readonly Compiled[]): Compiled {
  return {
    evaluate: facts => {
      const missing = new Set<AttributeName>();
      for (const { evaluate } of conditions) {
        const truth = evaluate(facts);
        if (truth === !isAll) return truth;
        if (typeof truth === 'object') for (const name of truth) missing.add(name);
      }
      return missing.size > 0 ? missing : isAll;
    },
    where: (facts, wanted) =>
      (isAll === wanted ? all : any)(conditions.map(({ where }) => where(facts, wanted))),
  };
}

/** A term as the store can read it, undefined if it is unknown for all resources. */
function stored<V extends Scalar>(
  term: Term<V>,
  { read }: Facts,
  isUsable: (value: Value | undefined) => value is V,
): Term<V, ResourceAttribute> | undefined {
  if ('value' in term) return term;
  if (isOf('resource', term.attr)) return { attr: term.attr };
  const value = read(term.attr);
  return isUsable(value) ? { value } : undefined;
}

const found = (predicate: Predicate, wanted: boolean): Predicate =>
  wanted ? predicate : { op: 'not', of: predicate };

const mentions = (terms: readonly Term[]): AttributeName[] =>
  terms.flatMap(term => ('attr' in term ? [term.attr] : []));

function comparison<V extends Scalar>(
  { left, right }: { readonly left: Term<V>; readonly right: Term<V> },
  isUsable: (value: Value | undefined) => value is V,
  compare: (left: V, right: V) => boolean,
  toPredicate: (left: Term<V, ResourceAttribute>, right: Term<V, ResourceAttribute>) => Predicate,
  mentioned: Mentioned,
): Compiled {
  const names = mentions([left, right]);
  for (const name of names) mentioned.attributes.add(name);
  const isStored = names.some(name => isOf('resource', name));
  const evaluate = ({ read }: Facts): Truth => {
    const [a, b] = [left, right].map(term => ('value' in term ? term.value : read(term.attr)));
    if (isUsable(a) && isUsable(b)) return compare(a, b);
    return new Set(names.filter(name => !isUsable(read(name))));
  };
  return {
    evaluate,
    where: (facts, wanted) => {
      if (!isStored) return constant(evaluate(facts) === wanted);
      const [a, b] = [stored(left, facts, isUsable), stored(right, facts, isUsable)];
      return a && b ? found(toPredicate(a, b), wanted) : constant(false);
    },
  };
}

function membership({ item, list }: Extract<Condition, { op: 'in' }>, mentioned: Mentioned): Compiled {
  const names = mentions([item]);
  for (const name of [...names, ...('attr' in list ? [list.attr] : [])]) mentioned.attributes.add(name);
  const isStored = names.some(name => isOf('resource', name));
  const evaluate = ({ read }: Facts): Truth => {
    const one = 'value' in item ? item.value : read(item.attr);
    const many = 'value' in list ? list.value : read(list.attr);
    if (isText(one) && isList(many)) return many.includes(one);
    return new Set([...(isText(one) ? [] : names), ...('attr' in list && !isList(many) ? [list.attr] : [])]);
  };
  return {
    evaluate,
    where: (facts, wanted) => {
      if (!isStored) return constant(evaluate(facts) === wanted);
      const value = 'value' in list ? list.value : facts.read(list.attr);
      const one = stored(item, facts, isText);
      return one && isList(value) ? found({ op: 'in', item: one, list: { value } }, wanted) : constant(false);
    },
  };
}
