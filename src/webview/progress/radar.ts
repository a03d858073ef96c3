/** Where the parts of a radar are, in units of its own. */
export interface Radar {
  readonly width: number;
  readonly height: number;
  /** Points of an SVG polygon, from the innermost to the outermost. */
  readonly rings: readonly string[];
  readonly axes: readonly Axis[];
  /** Points of the polygon through all shares. */
  readonly area: string;
}

export interface Axis {
  readonly from: Point;
  readonly to: Point;
  /** Where its share is. */
  readonly at: Point;
  readonly label: Point;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly lines: readonly string[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const [width, height, radius] = [470, 330, 106];
const centre: Point = { x: width / 2, y: height / 2 };
export const lineHeight = 14;
const mostCharacters = 18;

/** Of shares from 0 to 1, the first at the top, the others clockwise. Fewer than three make no area: undefined. */
export function radarOf(
  levels: readonly { readonly name: string; readonly share: number }[],
): Radar | undefined {
  if (levels.length < 3) return undefined;
  const angleOf = (i: number): number => (2 * Math.PI * i) / levels.length - Math.PI / 2;
  const at = (i: number, distance: number): Point => ({
    x: round(centre.x + Math.cos(angleOf(i)) * distance),
    y: round(centre.y + Math.sin(angleOf(i)) * distance),
  });
  const polygon = (distance: (i: number) => number): string =>
    levels.map((_, i) => pointText(at(i, distance(i)))).join(' ');
  return {
    width,
    height,
    rings: [0.25, 0.5, 0.75, 1].map(share => polygon(() => radius * share)),
    axes: levels.map(({ name, share }, i) => {
      const lines = linesOf(name);
      const [across, down] = [Math.cos(angleOf(i)), Math.sin(angleOf(i))];
      const label = at(i, radius + 12);
      // The lines of a label stand above their point at the top, below it at the bottom, around it at the sides.
      const up = (lines.length * lineHeight * (1 - down)) / 2 - lineHeight * 0.75;
      const anchor = Math.abs(across) < 0.2 ? 'middle' : across > 0 ? 'start' : 'end';
      return {
        ...{ from: centre, to: at(i, radius), at: at(i, radius * share) },
        ...{ label: { x: label.x, y: round(label.y - up) }, anchor, lines },
      };
    }),
    area: polygon(i => radius * (levels[i]?.share ?? 0)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const pointText = ({ x, y }: Point): string => `${x},${y}`;

/** Broken between words. */
function linesOf(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= mostCharacters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
