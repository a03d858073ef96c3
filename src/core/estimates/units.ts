import { secondsIn, type Period, type QuantityKind } from './quantity';

/** One way to understand what follows a number. */
export interface Unit {
  readonly kind: QuantityKind;
  /** Base units in one of it. */
  readonly factor: number;
  readonly currency?: string;
  readonly per?: Period;
  /** A word of which nothing is known: "users", "keys". */
  readonly isNoun?: boolean;
}

const byWords = <T>(table: readonly (readonly [words: string, value: T])[]): ReadonlyMap<string, T> =>
  new Map(table.flatMap(([words, value]) => words.split(' ').map(word => [word, value] as const)));

const times: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15, e: 1e18 };

/** Multipliers as words; German ones where English has no other meaning for them. */
const multiplierWords = byWords([
  ['thousand thousands tsd tausend', 1e3],
  ['million millions mio mn mln millionen', 1e6],
  ['billion billions bn b mrd milliarde milliarden', 1e9],
  ['trillion trillions tn', 1e12],
]);

const durations = byWords([
  ['ns nanosecond nanoseconds', 1e-9],
  ['us µs microsecond microseconds', 1e-6],
  ['ms msec millis millisecond milliseconds millisekunden', 1e-3],
  ['s sec secs second seconds sekunde sekunden', 1],
  ['m min mins minute minutes minuten', secondsIn.minute],
  ['h hr hrs hour hours std stunde stunden', secondsIn.hour],
  ['d day days tag tage tagen', secondsIn.day],
  ['w wk week weeks woche wochen', secondsIn.week],
  ['mo month months monat monate monaten', secondsIn.month],
  ['y yr yrs year years jahr jahre jahren', secondsIn.year],
]);

const periods = byWords<Period>([
  ['s sec second sekunde', 'second'],
  ['m min minute', 'minute'],
  ['h hr hour std stunde', 'hour'],
  ['d day tag', 'day'],
  ['w wk week woche', 'week'],
  ['mo month monat', 'month'],
  ['y yr year jahr', 'year'],
]);

const currencies = byWords([
  ['$ us$ usd dollar dollars', 'USD'],
  ['€ eur euro euros', 'EUR'],
  ['£ gbp pound pounds', 'GBP'],
  ['chf', 'CHF'],
  ['¥ jpy yen', 'JPY'],
  ['₹ inr', 'INR'],
]);

const shares = byWords([
  ['% percent pct prozent', 1e-2],
  ['‰ permille promille', 1e-3],
  ['ppm', 1e-6],
]);

const ratios = byWords([['x × times fold -fold mal', 1]]);

/** The currency that a text begins with, and what follows it. */
export function leadingCurrency(text: string): { currency: string; rest: string } | undefined {
  const [word] = /^(?:US\$|[$€£¥₹]|USD\b|EUR\b|GBP\b|CHF\b|JPY\b|INR\b)/i.exec(text) ?? [];
  const currency = word === undefined ? undefined : currencies.get(word.toLowerCase());
  return word === undefined || currency === undefined
    ? undefined
    : { currency, rest: text.slice(word.length).trimStart() };
}

/**
 * What a unit can mean, the likeliest first; none when nobody knows. "Gb" has two meanings that lie apart by eight: `bits`
 * and `bytes` stand beside each other then.
 */
export function unitsOf(text: string): readonly Unit[] {
  const unit = text.trim();
  const inOne = perSecondWords(unit);
  if (inOne) return inOne;
  const per = /^(.*?)\s*(?:\/|\b(?:per|pro|je|an?|each)\s)\s*(\p{L}+)\.?$/u.exec(unit);
  const period = per && periods.get(per[2]!.toLowerCase());
  if (per && period) return basesOf(per[1]!, true).flatMap(base => perPeriod(base, period));
  return basesOf(unit, false);
}

/** "rps", "Mbps": a rate in one word. */
function perSecondWords(unit: string): readonly Unit[] | undefined {
  const hertz = /^([kMG])?Hz$/i.exec(unit);
  if (hertz) return [{ kind: 'rate', factor: times[hertz[1]?.toLowerCase() ?? ''] ?? 1 }];
  const counted = /^([kKMG])?\s?(?:[rqto]p|iop)(s|m)$/i.exec(unit);
  if (counted) {
    const seconds = counted[2]!.toLowerCase() === 'm' ? secondsIn.minute : 1;
    return [{ kind: 'rate', factor: (times[counted[1]?.toLowerCase() ?? ''] ?? 1) / seconds }];
  }
  const data = /^([kmgt]?)(b)ps$/i.exec(unit);
  if (!data) return undefined;
  const size = data[2] === 'B' ? 1 : 1 / 8;
  return [{ kind: 'bandwidth', factor: (times[data[1]!.toLowerCase()] ?? 1) * size }];
}

function perPeriod(base: Unit, period: Period): readonly Unit[] {
  const factor = base.factor / secondsIn[period];
  if (base.kind === 'count')
    return [
      { ...base, kind: 'rate', factor },
      ...(base.isNoun ? [] : [{ ...base, kind: 'money', per: period } as const]),
    ];
  if (base.kind === 'bytes') return [{ ...base, kind: 'bandwidth', factor }];
  return base.kind === 'money' ? [{ ...base, per: period }] : [];
}

function basesOf(unit: string, isPerTime: boolean): readonly Unit[] {
  if (unit === '') return [{ kind: 'count', factor: 1 }];
  const word = unit.replace(/\.$/, '');
  const lower = word.toLowerCase();
  const found: Unit[] = [];
  const add = (kind: QuantityKind, factor: number | undefined, more: Partial<Unit> = {}): void => {
    if (factor !== undefined) found.push({ kind, factor, ...more });
  };
  add('money', currencies.has(lower) ? 1 : undefined, { currency: currencies.get(lower) ?? '' });
  add('share', shares.get(lower));
  add('ratio', ratios.get(lower));
  if (!isPerTime) add('duration', word === 'M' ? undefined : durations.get(lower.replace('μ', 'µ')));
  found.push(...dataUnits(word, isPerTime));
  const multiplier = multiplierOf(word);
  add('count', multiplier);
  if (found.length > 0) return found;
  return withMultiplier(unit) ?? nounOf(word);
}

/** Upper-case B is bytes, lower-case b is bits; of "Gb" nobody can be sure, unless it is for a second. */
function dataUnits(word: string, isPerTime: boolean): readonly Unit[] {
  const spelled = /^(kilo|mega|giga|tera|peta|exa|kibi|mebi|gibi|tebi|pebi)?(byte|bit)s?$/i.exec(word);
  if (spelled) {
    const prefix = spelled[1]?.toLowerCase() ?? '';
    const scale =
      prefix.slice(2) === 'bi' ? 1024 ** ('kmgtp'.indexOf(prefix[0]!) + 1) : (times[prefix[0] ?? ''] ?? 1);
    return [{ kind: 'bytes', factor: spelled[2]!.toLowerCase() === 'bit' ? scale / 8 : scale }];
  }
  const short = /^([kmgtpe])?(i)?(b|bit)$/i.exec(word);
  if (!short) return [];
  const [, prefix = '', binary, symbol = ''] = short;
  const scale =
    prefix === ''
      ? 1
      : binary
        ? 1024 ** ('kmgtpe'.indexOf(prefix.toLowerCase()) + 1)
        : times[prefix.toLowerCase()]!;
  const bytes: Unit = { kind: 'bytes', factor: scale };
  const bits: Unit = { kind: 'bytes', factor: scale / 8 };
  if (symbol.length > 1) return [bits];
  if (symbol === 'B') return [bytes];
  const isSloppy = prefix !== '' && prefix === prefix.toLowerCase() && !isPerTime;
  if (isSloppy) return [bytes]; // "500 gb": nobody measures storage in bits
  return prefix !== '' && isPerTime && prefix !== prefix.toLowerCase() ? [bits] : [bytes, bits];
}

function multiplierOf(word: string): number | undefined {
  if (/^[kKmMGT]$/.test(word)) return times[word.toLowerCase()];
  return multiplierWords.get(word.toLowerCase().replace(/\.$/, ''));
}

/** "k requests", "million users", "k €". */
function withMultiplier(unit: string): readonly Unit[] | undefined {
  const parts = /^(\p{L}+\.?)\s*([^\p{L}].*|(?<=\s).*)$/u.exec(unit);
  if (!parts) return undefined;
  const multiplier = multiplierOf(parts[1]!);
  if (multiplier === undefined) return undefined;
  const [base] = [...basesOfMultiplied(parts[2]!)];
  return base && [{ ...base, factor: base.factor * multiplier }];
}

function basesOfMultiplied(word: string): readonly Unit[] {
  const currency = currencies.get(word.toLowerCase());
  return currency === undefined ? nounOf(word) : [{ kind: 'money', factor: 1, currency }];
}

/** Words that say what is counted; they may not hold digits, and a unit that is only misspelled is short. */
const nounOf = (word: string): readonly Unit[] =>
  /^\p{L}[\p{L} .-]{2,40}$/u.test(word) ? [{ kind: 'count', factor: 1, isNoun: true }] : [];
