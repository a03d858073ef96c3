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

interface Style {
  readonly language: string;
  /** 1,200 and not 1200. */
  readonly grouped: boolean;
}

/** A quantity in words of few characters, in units that `parseQuantity` knows. Six digits are kept. */
export const formatQuantity = (quantity: Quantity, language: string): string =>
  format(quantity, { language, grouped: true });

/** As `formatQuantity`, for typing: there is one way only to read it, whatever somebody puts before decimals. */
export const plainQuantity = (quantity: Quantity, language: string): string =>
  format(quantity, { language, grouped: false });

function format(quantity: Quantity, style: Style): string {
  const { value } = quantity;
  switch (quantity.kind) {
    case 'count':
      return formatNumber(value, style);
    case 'rate':
      return perTime(value, style);
    case 'bytes':
      return data(value, style);
    case 'bandwidth':
      return `${data(value, style)}/s`;
    case 'duration':
      return duration(value, style);
    case 'share':
    case 'availability':
      return percent(value, style);
    case 'ratio':
      return `${formatNumber(value, style)}×`;
    case 'money': {
      const per = quantity.per ? `/${signs[quantity.per]}` : '';
      const amount = formatNumber(value, style);
      return `${quantity.currency ? `${amount} ${quantity.currency}` : amount}${per}`;
    }
  }
}

/** Below a thousandth and above a quadrillion, digits are hard to count. */
function formatNumber(value: number, style: Style): string {
  if (value >= 1e-3 && value < 1e15) return figures(value, style, 6);
  const [digits = '', exponent = ''] = value.toExponential(5).split('e');
  return `${figures(Number(digits), style, 6)} × 10^${Number(exponent)}`;
}

/** Of what was converted, digits beyond the fourth are noise. */
const rounded = (value: number, style: Style): string =>
  style.grouped && value >= 1e-3 && value < 1e15 ? figures(value, style, 4) : formatNumber(value, style);

function figures(value: number, { language, grouped }: Style, maximumSignificantDigits: number): string {
  const written = new Intl.NumberFormat(language, { maximumSignificantDigits, useGrouping: grouped }).format(
    value,
  );
  // 1.234 could be in groups of three, 1.2340 could not.
  return !grouped && /^\d{1,3}[.,]\d{3}$/.test(written) ? `${written}0` : written;
}

/** Rare things are counted by the hour or by the day. */
function perTime(value: number, style: Style): string {
  if (value >= 0.1) return `${formatNumber(value, style)}/s`;
  if (value * 3_600 >= 1) return `${formatNumber(value * 3_600, style)}/h`;
  return `${formatNumber(value * 86_400, style)}/day`;
}

function data(value: number, style: Style): string {
  const step = Math.min(dataUnits.length - 1, Math.max(0, Math.floor(Math.log10(value * 1.000_001) / 3)));
  return `${rounded(value / 1000 ** step, style)} ${dataUnits[step]!}`;
}

function duration(value: number, style: Style): string {
  const [size, unit] = durationUnits.find(([factor]) => value >= factor * 0.999_999) ?? durationUnits.at(-1)!;
  return `${rounded(value / size, style)} ${unit}`;
}

/** 99.9995 % must not become 100 %: what counts in it is what is missing. */
function percent(value: number, style: Style): string {
  const digits = Math.min(15, 6 + Math.max(0, Math.ceil(-Math.log10(Math.max(1 - value, 1e-9)))));
  return value < 1e-6
    ? `${formatNumber(value * 1e6, style)} ppm`
    : `${figures(value * 100, style, digits)} %`;
}
