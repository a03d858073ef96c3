type Paint = (text: string) => string;

/** Colours add to words and symbols; they never stand for them. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
}

const paint =
  (on: number, off: number): Paint =>
  text =>
    `\u001b[${on}m${text}\u001b[${off}m`;
const plain: Paint = text => text;

export const styleFor = (color: boolean): Style =>
  color
    ? {
        bold: paint(1, 22),
        dim: paint(2, 22),
        red: paint(31, 39),
        green: paint(32, 39),
        yellow: paint(33, 39),
      }
    : { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

/** Makes control characters of learner output visible, so that it cannot move the cursor or recolour the terminal. */
export const printable = (text: string): string =>
  text.replace(/(?![\t\n])\p{Cc}/gu, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

export const indent = (text: string, by: number): string =>
  text
    .split('\n')
    .map(line => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');
