import type { WrongResult } from '../../core/verify/judge';
import type { Io } from '../io';
import type { Style } from '../style';

const columns = 80;
/** In front of the name: two blanks, a sign, a blank. */
const margin = 4;
const longestName = 28;

/**
 * Wrong variants by requirements, in 80 columns: more requirements than fit make another block. A sign stands for each
 * meeting, so that nothing depends on colour.
 */
export function printMatrix(
  wrong: readonly WrongResult[],
  requirements: readonly string[],
  io: Io,
  style: Style,
): void {
  const nameWidth = Math.min(
    longestName,
    Math.max('wrong variant'.length, ...wrong.map(({ id }) => id.length)),
  );
  const cell = Math.max(...requirements.map(id => id.length - 1)) + 1;
  const fitting = Math.max(1, Math.floor((columns - margin - nameWidth - 1) / cell));
  const used = new Set<string>();
  for (let from = 0; from < requirements.length; from += fitting) {
    const shown = requirements.slice(from, from + fitting);
    const numbers = shown.map(id => id.slice(1).padStart(cell)).join('');
    io.out(
      `\n${' '.repeat(margin)}${'wrong variant'.padEnd(nameWidth)} ${style.dim('R')}${numbers.slice(1)}`,
    );
    for (const variant of wrong) {
      const { ok, id } = variant;
      const row = shown.map(requirement => {
        const sign = signOf(variant, requirement);
        used.add(sign);
        return ' '.repeat(cell - 1) + painted(sign, style);
      });
      const name = id.length > nameWidth ? `${id.slice(0, nameWidth - 1)}…` : id.padEnd(nameWidth);
      io.out(`  ${ok ? style.green('✓') : style.red('✗')} ${name} ${row.join('')}`);
    }
  }
  const legend = Object.entries(signs).filter(([sign]) => used.has(sign));
  io.out(`\n${' '.repeat(margin)}${legend.map(([sign, meaning]) => `${sign} ${meaning}`).join(', ')}\n`);
}

const signs = {
  X: 'caught as named',
  '!': 'named, but passes',
  '?': 'fails though not named',
  x: 'may fail as well',
  '·': 'passes',
} as const;
type Sign = keyof typeof signs;

function signOf({ caughtBy, failed, sometimes, missed, unrelated }: WrongResult, id: string): Sign {
  if (caughtBy.includes(id)) return missed.includes(id) ? '!' : 'X';
  if (unrelated.includes(id)) return '?';
  return failed.includes(id) || sometimes.includes(id) ? 'x' : '·';
}

function painted(sign: Sign, { green, red, dim }: Style): string {
  switch (sign) {
    case 'X':
      return green(sign);
    case '!':
    case '?':
      return red(sign);
    case 'x':
      return sign;
    case '·':
      return dim(sign);
  }
}
