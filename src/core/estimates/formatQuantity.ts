import type { Period, Quantity } from './quantity';

const signs: Readonly<Record<Period, string>> = {
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'day',
  week: 'week',
  month: 'month',
  year: 'year',
};

const dataUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

const durationUnits = [
  [365 * 86_400, 'years'],
  [86_400, 'days'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
] as const;

/** A quantity in words of few characters, in units that `parseQuantity` knows. Six digits are kept. */
export function formatQuantity(quantity: Quantity, language: string): string {
  const { value } = quantity;
  switch (quantity.kind) {
    case 'count':
      return formatNumber(value, language);
    case 'rate':
      return perTime(value, language);
    case 'bytes':
      return data(value, language);
    case 'bandwidth':
      return `${data(value, language)}/s`;
    case 'duration':
      return duration(value, language);
    case 'share':
    case 'availability':
      return percent(value, language);
    case 'ratio':
      return `${formatNumber(value, language)}×`;
    case 'money': {
      const per = quantity.per ? `/${signs[quantity.per]}` : '';
      const amount = formatNumber(value, language);
      return `${quantity.currency ? `${amount} ${quantity.currency}` : amount}${per}`;
    }
  }
}

/** Below a thousandth and above a quadrillion, digits are hard to count. */
function formatNumber(value: number, language: string): string {
  if (value >= 1e-3 && value < 1e15)
    return new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }).format(value);
  const [digits = '', exponent = ''] = value.toExponential(5).split('e');
  const mantissa = new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }).format(Number(digits));
  return `${mantissa} × 10^${Number(exponent)}`;
}

/** Rare things are counted by the hour or by the day. */
function perTime(value: number, language: string): string {
  if (value >= 0.1) return `${formatNumber(value, language)}/s`;
  if (value * 3_600 >= 1) return `${formatNumber(value * 3_600, language)}/h`;
  return `${formatNumber(value * 86_400, language)}/day`;
}

function data(value: number, language: string): string {
  const step = Math.min(dataUnits.length - 1, Math.max(0, Math.floor(Math.log10(value * 1.000_001) / 3)));
  return `${formatNumber(value / 1000 ** step, language)} ${dataUnits[step]!}`;
}

function duration(value: number, language: string): string {
  const [size, unit] = durationUnits.find(([factor]) => value >= factor * 0.999_999) ?? durationUnits.at(-1)!;
  return `${formatNumber(value / size, language)} ${unit}`;
}

/** 99.9995 % must not become 100 %: what counts in it is what is missing. */
function percent(value: number, language: string): string {
  const digits = Math.min(15, 6 + Math.max(0, Math.ceil(-Math.log10(Math.max(1 - value, 1e-9)))));
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
  return value < 1e-6 ? `${formatNumber(value * 1e6, language)} ppm` : `${format.format(value * 100)} %`;
}
