/** What may stand in a figure. Everything else is refused, so that nothing has to be known to be dangerous. */

export const elementNames = [
  'g',
  'title',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'path',
  'text',
  'tspan',
] as const;
export type ElementName = (typeof elementNames)[number];

/** The panel draws them in the colours of the theme. */
export const figureClasses = [
  'box',
  'soft',
  'zone',
  'line',
  'arrow',
  'both',
  'dashed',
  'strong',
  'note',
  'code',
] as const;

/** Of the element; every element may have `class` and `transform` too. */
const attributesOf: Readonly<Record<ElementName, readonly string[]>> = {
  g: ['text-anchor'],
  title: [],
  rect: ['x', 'y', 'width', 'height', 'rx', 'ry'],
  circle: ['cx', 'cy', 'r'],
  ellipse: ['cx', 'cy', 'rx', 'ry'],
  line: ['x1', 'y1', 'x2', 'y2'],
  polyline: ['points'],
  polygon: ['points'],
  path: ['d'],
  text: ['x', 'y', 'text-anchor'],
  tspan: ['x', 'y', 'dx', 'dy', 'text-anchor'],
};

export const isAttribute = (element: ElementName, attribute: string): boolean =>
  attribute === 'transform' || attributesOf[element].includes(attribute);

const number = String.raw`-?\d{1,5}(?:\.\d{1,4})?`;
const numberPattern = new RegExp(`^${number}$`);
const shapes: Readonly<Record<string, RegExp>> = {
  points: /^[\d\s.,-]{1,4000}$/,
  d: /^[MmLlHhVvCcSsQqTtAaZz\d\s.,-]{1,4000}$/,
  'text-anchor': /^(?:start|middle|end)$/,
  transform: new RegExp(`^(?:(?:translate|rotate|scale)\\(${number}(?:[ ,]+${number}){0,2}\\)\\s*){1,4}$`),
};

/** How the value of an attribute has to look. */
export const shapeOf = (attribute: string): RegExp =>
  (Object.hasOwn(shapes, attribute) ? shapes[attribute] : undefined) ?? numberPattern;

export const viewBoxPattern = /^\s*(-?\d{1,4})[ ,]+(-?\d{1,4})[ ,]+([1-9]\d{1,3})[ ,]+([1-9]\d{1,3})\s*$/;

/** The attributes that come of an author's classes. Arrowheads need an address within the figure, which nobody else may write. */
export function classesOf(words: readonly string[], arrow: string): string {
  const known = figureClasses.filter(word => words.includes(word));
  if (known.length === 0) return '';
  const head = `url(#${arrow})`;
  const ends =
    (known.includes('arrow') || known.includes('both') ? ` marker-end="${head}"` : '') +
    (known.includes('both') ? ` marker-start="${head}"` : '');
  return ` class="${known.map(word => `figure-${word}`).join(' ')}"${ends}`;
}
