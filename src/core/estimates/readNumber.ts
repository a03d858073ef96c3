/** The sign before the decimals where somebody writes. */
export type DecimalSign = '.' | ',';

/** A number at the beginning of a text. */
export interface NumberRead {
  readonly value: number;
  /** What it would be if its one `.` or `,` meant the other thing: 1,200 is 1200 here and 1.2 there. */
  readonly other?: number;
  /** Here neither way is more likely than the other. */
  readonly unclear: boolean;
  /** What follows it. */
  readonly rest: string;
}

const power = String.raw`(?:\^|\*\*)([+-]?\d{1,3})`;
const plain = /^(?:\d{1,3}(?:[ '’_]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*|^[.,]\d+/;
const scientific = new RegExp(
  String.raw`^(?:[eE]([+-]?\d{1,3})(?![\d\p{L}])|\s?[×x*·]\s?10${power}(?!\d))`,
  'u',
);
const powerOf = new RegExp(`^(10|2)${power}`);

/**
 * Reads the number that a text begins with, in the ways people write it: 1200, 1,200, 1.200,5, 1 200, 1_200, .5, 1.2e6,
 * 1.2 × 10^6, 10^6, 2^20.
 */
export function readNumber(text: string, decimal: DecimalSign): NumberRead | undefined {
  const raised = powerOf.exec(text);
  if (raised) {
    const value = Number(raised[1]) ** Number(raised[2]);
    return { value, unclear: false, rest: text.slice(raised[0].length) };
  }
  const found = plain.exec(text)?.[0];
  if (found === undefined) return undefined;
  const digits = readDigits(found, decimal);
  if (!digits) return undefined;
  const rest = text.slice(found.length);
  const exponent = scientific.exec(rest);
  if (!exponent) return { ...digits, rest };
  const times = 10 ** Number(exponent[1] ?? exponent[2]);
  return {
    value: digits.value * times,
    ...(digits.other === undefined ? {} : { other: digits.other * times }),
    unclear: digits.unclear,
    rest: rest.slice(exponent[0].length),
  };
}

function readDigits(written: string, decimal: DecimalSign): Omit<NumberRead, 'rest'> | undefined {
  const isGrouped = /[ '’_]/.test(written);
  const text = written.replaceAll(/[ '’_]/g, '');
  const signs = text.match(/[.,]/g) ?? [];
  const last = signs.at(-1);
  const sure = (value: number) => ({ value, unclear: false });
  if (last === undefined) return sure(Number(text));
  const isMixed = signs.some(sign => sign !== last);
  if (isMixed) {
    // 1,234.5 and 1.234,5: what comes last is the decimal sign, and comes once.
    const [whole = '', part = ''] = text.split(last);
    const isSound = signs.filter(sign => sign === last).length === 1 && isInGroups(whole);
    return isSound ? sure(Number(`${bare(whole)}.${part}`)) : undefined;
  }
  if (signs.length > 1) return isInGroups(text) ? sure(Number(bare(text))) : undefined;
  const asDecimal = Number(text.replace(last, '.'));
  if (isGrouped || !/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return sure(asDecimal);
  const asGroup = Number(bare(text));
  const [value, other] = last === decimal ? [asDecimal, asGroup] : [asGroup, asDecimal];
  // Who writes decimals with a comma reads English every day, and uses both.
  return { value, other, unclear: decimal === ',' };
}

const isInGroups = (text: string): boolean => /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(text);
const bare = (text: string): string => text.replaceAll(/[.,]/g, '');
