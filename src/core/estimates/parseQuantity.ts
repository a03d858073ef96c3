import type { Quantity, QuantityKind } from './quantity';
import { readNumber, type DecimalSign, type NumberRead } from './readNumber';
import { leadingCurrency, unitsOf, type Unit } from './units';

/** Why a text is not the quantity that was asked for. Each is a sentence where people read it. */
export type Refusal =
  | { readonly why: 'empty' }
  | { readonly why: 'no-number' }
  /** "100 to 200": one number can be compared. */
  | { readonly why: 'range' }
  | { readonly why: 'not-positive' }
  /** A number without the unit that would say how much it is: 500 of what, 20 per what, 95 % or 95 times. */
  | { readonly why: 'no-unit' }
  | { readonly why: 'unknown-unit'; readonly unit: string }
  /** A unit, of something else. */
  | { readonly why: 'wrong-unit'; readonly unit: string; readonly is: QuantityKind }
  /** A share above all there is. */
  | { readonly why: 'above-one' };

export type Parsed =
  | { readonly kind: 'read'; readonly quantity: Quantity; readonly other?: Quantity }
  /** Two ways of reading that are as likely. */
  | { readonly kind: 'unclear'; readonly readings: readonly [Quantity, Quantity] }
  | ({ readonly kind: 'refused' } & Refusal);

/** What people put before a number that they are not sure of. */
const about =
  /^(?:[~≈∼<>≤≥=]|about\b|around\b|approx(?:imately)?\b\.?|roughly\b|circa\b|ca\.?(?=[\s\d])|etwa\b|rund\b)\s*/i;

const longest = 100;

/**
 * Reads a quantity as people type it: `1.2M/s`, `500 GB`, `3 GiB`, `99.95 %`, `four nines`, `1 h 30 min`, `~40k per second`,
 * `$1,200/month`.
 *
 * @param decimal what the person's language puts before decimals; it decides what 1,200 most likely is
 */
export function parseQuantity(kind: QuantityKind, written: string, decimal: DecimalSign): Parsed {
  let text = written
    .slice(0, longest)
    .replaceAll(/[\s\u00a0\u2009\u202f]+/g, ' ')
    .replaceAll('−', '-')
    .replaceAll(/[⁰¹²³⁴-⁹⁻]+/g, raised)
    .trim();
  while (about.test(text)) text = text.replace(about, '');
  if (text === '') return refused({ why: 'empty' });
  if (/^-\s*[\d.,$€£]/.test(text)) return refused({ why: 'not-positive' });
  const special = specialForm(kind, text, decimal);
  if (special !== undefined) return read({ kind, value: special });

  const currency = leadingCurrency(text);
  const number = readNumber(currency?.rest ?? text, decimal);
  if (!number) return refused({ why: 'no-number' });
  if (isRange(number.rest)) return refused({ why: 'range' });
  const unit = number.rest.trim();
  const chosen = chooseUnit(kind, unit, currency?.currency);
  return 'why' in chosen ? refused(chosen) : withUnits(kind, number, chosen);
}

const read = (quantity: Quantity): Parsed =>
  quantity.value > 0 && Number.isFinite(quantity.value)
    ? isPart(quantity.kind) && quantity.value > 1
      ? refused({ why: 'above-one' })
      : { kind: 'read', quantity }
    : refused({ why: 'not-positive' });

const refused = (refusal: Refusal): Parsed => ({ kind: 'refused', ...refusal });

const raisedDigits = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
const raised = (text: string): string =>
  `^${Array.from(text, sign => '0123456789-'[raisedDigits.indexOf(sign)]).join('')}`;

const isPart = (kind: QuantityKind): boolean => kind === 'share' || kind === 'availability';

const isRange = (rest: string): boolean =>
  /^[^\d]{0,12}?\s*(?:-|–|—|\.\.\.?|…|\bto\b|\bbis\b|\band\b)\s*[$€£]?\d/i.test(rest);

function chooseUnit(
  kind: QuantityKind,
  unit: string,
  currency: string | undefined,
): readonly Unit[] | Refusal {
  if (isPart(kind) && unit === '') return [];
  const all = unitsOf(unit);
  const fitting = all.flatMap(found => fit(found, kind, currency));
  if (fitting.length > 0) return fitting;
  const [first] = all;
  if (!first) return { why: 'unknown-unit', unit };
  if (unit === '' || (first.kind === 'count' && !first.isNoun && kind !== 'share')) return { why: 'no-unit' };
  return first.isNoun ? { why: 'unknown-unit', unit } : { why: 'wrong-unit', unit, is: first.kind };
}

/** The unit as one of `kind`, or nothing where it cannot be. */
function fit(unit: Unit, kind: QuantityKind, currency: string | undefined): readonly Unit[] {
  const inCurrency = currency === undefined ? {} : { currency };
  if (kind === 'money' && unit.kind === 'money') return [{ ...unit, ...inCurrency }];
  if (kind === 'money')
    // $1.2k: a multiplier has no currency of its own
    return unit.kind === 'count' && !unit.isNoun ? [{ ...unit, kind, ...inCurrency }] : [];
  if (currency !== undefined) return [];
  if (unit.kind === kind) return [unit];
  if (kind === 'availability' && unit.kind === 'share') return [unit];
  if (kind === 'ratio' && (unit.kind === 'share' || (unit.kind === 'count' && !unit.isNoun))) return [unit];
  return [];
}

function withUnits(kind: QuantityKind, number: NumberRead, units: readonly Unit[]): Parsed {
  const [unit, second] = units;
  if (isPart(kind) && !unit) {
    // 0.95 is a share; 95 is 95 %, or nonsense, and 1 is either
    if (number.value >= 1) return refused({ why: 'no-unit' });
    return read({ kind, value: number.value });
  }
  if (!unit) return refused({ why: 'no-unit' });
  const quantity = (value: number, of: Unit = unit): Quantity => ({
    kind,
    value: value * of.factor,
    ...(of.currency ? { currency: of.currency } : {}),
    ...(of.per ? { per: of.per } : {}),
  });
  if (second && second.factor !== unit.factor)
    return unclear(quantity(number.value), quantity(number.value, second));
  const first = read(quantity(number.value));
  if (number.other === undefined) return first;
  const other = read(quantity(number.other));
  if (first.kind !== 'read') return other.kind === 'read' ? other : first;
  if (other.kind !== 'read') return first;
  return number.unclear ? unclear(first.quantity, other.quantity) : { ...first, other: other.quantity };
}

const unclear = (first: Quantity, second: Quantity): Parsed => ({
  kind: 'unclear',
  readings: [first, second],
});

/** Forms that are more than a number and a unit: four nines, 1/3, 1 in 1000, 3:1, 1 h 30 min. */
function specialForm(kind: QuantityKind, text: string, decimal: DecimalSign): number | undefined {
  if (isPart(kind)) return nines(text) ?? fraction(text, decimal);
  if (kind === 'ratio') return fraction(text, decimal) ?? timesBefore(text, decimal);
  return kind === 'duration' ? compound(text, decimal) : undefined;
}

const digitWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const germanDigits = ['eine', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'];

/** Three nines are 99.9 %; three and a half, as people say, 99.95 %. */
function nines(text: string): number | undefined {
  const found = /^(\p{L}+|\d)(?:([.,]5)| (and a half)| (einhalb))?[ -]?(?:nines?|neunen?)$/iu.exec(text);
  if (!found) return undefined;
  const word = found[1]!.toLowerCase();
  const count = /\d/.test(word)
    ? Number(word)
    : 1 + Math.max(digitWords.indexOf(word), germanDigits.indexOf(word));
  if (count < 1) return undefined;
  const missing = 10 ** -count;
  return found[2] || found[3] || found[4] ? 1 - missing / 2 : 1 - missing;
}

function fraction(text: string, decimal: DecimalSign): number | undefined {
  const first = readNumber(text, decimal);
  const [sign, end = ''] = /^ ?(?:\/|:|in\b|of\b|out of\b|von\b) ?(.*)$/.exec(first?.rest ?? '') ?? [];
  const second = sign === undefined ? undefined : readNumber(end, decimal);
  if (!first || !second || second.value === 0) return undefined;
  const [unit] = unitsOf(second.rest);
  return unit?.kind === 'count' ? first.value / (second.value * unit.factor) : undefined;
}

/** ×3 and x3. */
function timesBefore(text: string, decimal: DecimalSign): number | undefined {
  const [, number] = /^[×x*] ?(\d.*)$/i.exec(text) ?? [];
  const found = number === undefined ? undefined : readNumber(number, decimal);
  return found?.rest === '' ? found.value : undefined;
}

/** Parts of a duration from large to small, at least two. */
function compound(text: string, decimal: DecimalSign): number | undefined {
  let rest = text;
  let sum = 0;
  let before = Infinity;
  let parts = 0;
  while (rest !== '') {
    const number = readNumber(rest, decimal);
    const [whole, word] = /^ ?(\p{L}+)(?:,| and| und)? ?/u.exec(number?.rest ?? '') ?? [];
    if (!number || whole === undefined || word === undefined) return undefined;
    const unit = unitsOf(word).find(({ kind }) => kind === 'duration');
    if (!unit || unit.factor >= before) return undefined;
    sum += number.value * unit.factor;
    before = unit.factor;
    rest = number.rest.slice(whole.length);
    parts++;
  }
  return parts > 1 ? sum : undefined;
}
