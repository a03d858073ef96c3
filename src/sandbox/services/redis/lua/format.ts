import type { Arguments } from './arguments';
import type { LuaMachine } from './machine';
import { exponentialText, fixedText, formatG } from './values';

/** `string.format`, as C prints. */
export function formatText(machine: LuaMachine, args: Arguments): string {
  const template = args.text(0);
  let next = 1;
  let length = 0;
  const text = template.replace(
    /%(?:%|([-+ #0]*)(\d*)(?:\.(\d*))?([\s\S]?))/g,
    (directive, flags: string | undefined, width: string, precision: string | undefined, kind: string) => {
      if (directive === '%%') return '%';
      if (width.length > 2 || (precision?.length ?? 0) > 2)
        throw machine.error('invalid format (width or precision too long)');
      const index = next++;
      const digits = precision === undefined ? undefined : Number(precision);
      const shown = pad(convert(machine, args, index, kind, flags ?? '', digits), flags ?? '', Number(width));
      machine.checkString((length += shown.length));
      return shown;
    },
  );
  return text;
}

interface Converted {
  readonly text: string;
  /** Zeros may be put in front of the digits. */
  readonly isNumber: boolean;
}

function convert(
  machine: LuaMachine,
  args: Arguments,
  index: number,
  kind: string,
  flags: string,
  precision: number | undefined,
): Converted {
  const signed = (text: string): Converted => {
    const sign = text.startsWith('-') ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    return { text: sign + text, isNumber: /\d$/.test(text) };
  };
  switch (kind) {
    case 'd':
    case 'i':
      return signed(withDigits(BigInt(args.integer(index)).toString(), precision));
    case 'u':
      return signed(withDigits(unsigned(args.integer(index)).toString(), precision));
    case 'o':
      return signed(withDigits(unsigned(args.integer(index)).toString(8), precision));
    case 'x':
    case 'X': {
      const text = withDigits(unsigned(args.integer(index)).toString(16), precision);
      return signed((flags.includes('#') ? '0x' : '') + (kind === 'X' ? text.toUpperCase() : text));
    }
    case 'c':
      return { text: String.fromCharCode(args.integer(index) & 0xff), isNumber: false };
    case 'e':
    case 'E':
      return signed(exponential(args.number(index), precision ?? 6, kind));
    case 'f':
      return signed(fixed(args.number(index), precision ?? 6));
    case 'g':
    case 'G': {
      const text = formatG(args.number(index), precision === 0 ? 1 : (precision ?? 6));
      return signed(kind === 'G' ? text.toUpperCase() : text);
    }
    case 'q':
      return { text: quoted(args.text(index)), isNumber: false };
    case 's': {
      const text = args.text(index);
      return { text: precision === undefined ? text : text.slice(0, precision), isNumber: false };
    }
    default:
      throw machine.error(`invalid option '%${kind}' to 'format'`);
  }
}

function pad({ text, isNumber }: Converted, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !isNumber) return text.padStart(width);
  const sign = /^[+ -]/.test(text) ? text[0]! : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

const unsigned = (value: number): bigint => BigInt.asUintN(64, BigInt(value));

function withDigits(text: string, precision = 1): string {
  const sign = text.startsWith('-') ? '-' : '';
  return sign + text.slice(sign.length).padStart(precision, '0');
}

function fixed(value: number, precision: number): string {
  if (!Number.isFinite(value)) return formatG(value, 6);
  const sign = Object.is(value, -0) ? '-' : '';
  return sign + (Math.abs(value) < 1e21 ? fixedText(value, precision) : bigFixed(value, precision));
}

const bigFixed = (value: number, precision: number): string =>
  BigInt(value).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');

function exponential(value: number, precision: number, kind: string): string {
  if (!Number.isFinite(value)) return formatG(value, 6);
  const [mantissa = '', power = ''] = exponentialText(value, precision).split('e');
  const digits = power.slice(1).padStart(2, '0');
  return `${mantissa}${kind}${power[0]}${digits}`;
}

const quoted = (text: string): string =>
  `"${text.replace(/["\\\n\r\0]/g, character => {
    if (character === '\r') return '\\r';
    if (character === '\0') return '\\000';
    return `\\${character}`;
  })}"`;
