import * as l10n from '@vscode/l10n';
import { parseXml, XmlElement, XmlError, XmlText, type XmlNode } from '@rgrove/parse-xml';
import type { Figure, FigurePart } from '../exercise';
import { escapeHtml } from '../markdown';
import {
  classesOf,
  elementNames,
  figureClasses,
  isAttribute,
  shapeOf,
  viewBoxPattern,
  type ElementName,
} from './figureWords';
import { unseenPattern } from './names';
import type { Problem } from './problem';
import { nearest } from './suggest';

export interface FigureProblem extends Pick<Problem, 'code' | 'message' | 'remedy'> {
  /** Where in the text. */
  readonly start: number;
  readonly end: number;
}

export interface ReadFigure {
  /** Missing when there is a problem. */
  readonly figure?: Figure;
  readonly problems: readonly FigureProblem[];
}

/** A drawing that somebody can take in has a few dozen. */
const mostElements = 400;
const longestFigure = 60_000;
/** Nobody reads more of one file. */
const mostProblems = 100;

/**
 * Reads a drawing whose parts show how their requirements stand. What comes out is written anew, element by element, from
 * a list of what may be there: nothing in it runs, loads, has a style or names a colour. Never throws.
 *
 * @param name tells the ids of this drawing from those of others on the same page
 * @param requirements ids that a part may name
 */
export function readFigure(text: string, name: string, requirements: readonly string[]): ReadFigure {
  const reading = new Reading(text, `figure-${name.replaceAll(/[^a-z0-9]+/gi, '-')}-arrow`, requirements);
  if (text.length > longestFigure) {
    reading.add(
      [0, 1],
      l10n.t('The figure has {0} characters; at most {1} are read.', text.length, longestFigure),
      l10n.t('Leave out what nobody sees.'),
    );
    return { problems: reading.problems };
  }
  try {
    const { root } = parseXml(text, { includeOffsets: true });
    const figure = root ? reading.figure(root) : undefined;
    return reading.problems.length > 0 || !figure ? { problems: reading.problems } : { figure, problems: [] };
  } catch (error) {
    // Besides what is no XML: elements nested by the thousand exhaust the parser's stack.
    const at = error instanceof XmlError ? Math.max(0, Math.min(error.pos, text.length - 1)) : 0;
    const said = error instanceof XmlError ? error.message.split('\n')[0] : l10n.t('it is nested too deeply');
    reading.add(
      [at, at + 1],
      l10n.t('The figure cannot be read: {0}.', said ?? ''),
      l10n.t('Correct it; an SVG is XML.'),
    );
    return { problems: reading.problems };
  }
}

/** The attribute that makes a part. */
const cites = 'data-requirement';

/** Half of a mark, and a little. */
const markRoom = 10;

class Reading {
  readonly problems: FigureProblem[] = [];
  private readonly parts: FigurePart[] = [];
  private elements = 0;
  private box = { x: 0, y: 0, width: 0, height: 0 };

  constructor(
    private readonly text: string,
    private readonly arrow: string,
    private readonly requirements: readonly string[],
  ) {}

  figure(root: XmlElement): Figure | undefined {
    const box = viewBoxPattern.exec(root.attributes['viewBox'] ?? '');
    if (root.name !== 'svg' || !box) {
      const remedy = l10n.t(
        'Begin with {0}.',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">',
      );
      this.add(this.tag(root), l10n.t('The root of a figure is an svg with a viewBox.'), remedy);
      return undefined;
    }
    const [x = 0, y = 0, width = 0, height = 0] = box.slice(1).map(Number);
    this.box = { x, y, width, height };
    for (const attribute of Object.keys(root.attributes))
      if (attribute !== 'xmlns' && attribute !== 'viewBox') this.refuseAttribute(root, attribute);
    const body = this.children(root, undefined);
    return {
      ...{ width, height },
      viewBox: [x, y, width, height].join(' '),
      body: arrowHead(this.arrow) + body,
      parts: this.parts,
    };
  }

  /** @param part the part that the element belongs to */
  private element(element: XmlElement, part: XmlElement | undefined): string {
    this.elements++;
    if (this.elements === mostElements + 1)
      this.add(
        this.tag(element),
        l10n.t('The figure has more than {0} elements.', mostElements),
        l10n.t('Draw it simpler.'),
      );
    if (this.elements > mostElements) return '';
    const name = elementNames.find(known => known === element.name);
    if (!name || name === 'title') {
      const remedy =
        element.name === 'title'
          ? l10n.t('Give a title to a part: {0}.', '<g data-requirement="R1"><title>Store</title>…</g>')
          : l10n.t('There may be {0}.', elementNames.join(', '));
      this.add(this.tag(element), l10n.t('<{0}> may not stand here.', element.name), remedy);
      return '';
    }
    const requirements = element.attributes[cites];
    if (requirements !== undefined) return this.part(element, requirements, part);
    return `<${name}${this.attributes(element, name)}>${this.children(element, part)}</${name}>`;
  }

  private part(element: XmlElement, cited: string, outer: XmlElement | undefined): string {
    if (element.name !== 'g' || outer) {
      const remedy = l10n.t(
        'Put what belongs together into one <g data-requirement="…">, beside the other parts.',
      );
      this.add(this.tag(element), l10n.t('A part is a g that is in no other part.'), remedy);
    }
    const title = element.children.find(
      (child): child is XmlElement => child instanceof XmlElement && child.name === 'title',
    );
    const named = title?.text.replaceAll(/\s+/g, ' ').trim() ?? '';
    if (named === '') {
      const remedy = l10n.t(
        'Begin it with <title>…</title>: that is what people hear who do not see the figure.',
      );
      this.add(this.tag(element), l10n.t('This part has no title.'), remedy);
    }
    const ids = cited.split(/\s+/).filter(Boolean);
    if (ids.length === 0)
      this.add(
        this.attribute(element, cites),
        l10n.t('This part names no requirement.'),
        l10n.t('Write {0}.', 'data-requirement="R1"'),
      );
    for (const id of ids) if (!this.requirements.includes(id)) this.refuseRequirement(element, id);
    this.parts.push({ name: named, requirements: [...new Set(ids)] });
    const inside = element.children
      .map(child => (child === title ? '' : this.node(child, element, element)))
      .join('');
    const attributes = `${this.attributes(element, 'g')} class="figure-part" data-requirement="${escapeHtml(ids.join(' '))}"`;
    return `<g${attributes}><title>${escapeHtml(named)}</title>${inside}${this.mark(element)}</g>`;
  }

  /** A tick and a cross in a circle, of which the page shows the one that is true. */
  private mark(part: XmlElement): string {
    const said = /^(-?[\d.]{1,8})[ ,]+(-?[\d.]{1,8})$/.exec(part.attributes['data-mark'] ?? '');
    const place = said ? { x: Number(said[1]), y: Number(said[2]) } : cornerOf(part);
    if (!place) {
      const remedy = l10n.t(
        'Say where its mark belongs: data-mark="120 40", or give it a rect, a circle or an ellipse.',
      );
      this.add(this.tag(part), l10n.t('There is no place for the mark of this part.'), remedy);
      return '';
    }
    const { x, y, width, height } = this.box;
    const within = (at: number, from: number, size: number) =>
      Math.min(Math.max(at, from + markRoom), from + size - markRoom);
    const at = `${within(place.x, x, width)} ${within(place.y, y, height)}`;
    return `<g class="figure-mark" transform="translate(${at})"><circle r="8"></circle>${glyphs}</g>`;
  }

  private children(element: XmlElement, part: XmlElement | undefined): string {
    return element.children.map(child => this.node(child, element, part)).join('');
  }

  private node(node: XmlNode, parent: XmlElement, part: XmlElement | undefined): string {
    if (node instanceof XmlElement) return this.element(node, part);
    if (!(node instanceof XmlText)) return ''; // comments
    if (parent.name === 'text' || parent.name === 'tspan') {
      if (unseenPattern.test(node.text))
        this.add(
          this.tag(parent),
          l10n.t('A text holds a character that nobody can see.'),
          l10n.t('Remove it.'),
        );
      return escapeHtml(node.text.replaceAll(/\s+/g, ' '));
    }
    if (node.text.trim() !== '')
      this.add(
        [node.start, node.end],
        l10n.t('Words may stand in a text or a title only.'),
        l10n.t('Put them into <text>…</text>.'),
      );
    return '';
  }

  private attributes(element: XmlElement, name: ElementName): string {
    let written = '';
    for (const [attribute, value] of Object.entries(element.attributes)) {
      if (attribute === cites || (attribute === 'data-mark' && cites in element.attributes)) continue;
      if (attribute === 'class' && !(cites in element.attributes)) {
        written += this.classes(element, value);
        continue;
      }
      if (!isAttribute(name, attribute)) this.refuseAttribute(element, attribute);
      else if (!shapeOf(attribute).test(value))
        this.add(
          this.attribute(element, attribute),
          l10n.t('"{0}" is no {1}.', value.slice(0, 40), attribute),
          l10n.t('Write plain numbers, without units.'),
        );
      else written += ` ${attribute}="${escapeHtml(value)}"`;
    }
    return written;
  }

  private classes(element: XmlElement, value: string): string {
    const words = value.split(/\s+/).filter(Boolean);
    for (const word of words) {
      if (figureClasses.some(known => known === word)) continue;
      const meant = nearest(word, figureClasses);
      const remedy = meant
        ? l10n.t('Did you mean "{0}"?', meant)
        : l10n.t('There are {0}.', figureClasses.join(', '));
      this.add(this.attribute(element, 'class'), l10n.t('Figures have no class "{0}".', word), remedy);
    }
    return classesOf(words, this.arrow);
  }

  private refuseAttribute(element: XmlElement, attribute: string): void {
    const remedy =
      element.name === 'svg'
        ? l10n.t('Leave it out: the root has xmlns and viewBox.')
        : l10n.t('Leave it out. Colours and lines come with a class: {0}.', figureClasses.join(', '));
    this.add(
      this.attribute(element, attribute),
      l10n.t('<{0}> may have no {1} in a figure.', element.name, attribute),
      remedy,
    );
  }

  private refuseRequirement(element: XmlElement, id: string): void {
    const meant = nearest(id, this.requirements);
    this.push({
      code: 'unknown-requirement',
      message: l10n.t('There is no requirement "{0}" in this exercise.', id.slice(0, 40)),
      remedy: meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('Name one of its requirements.'),
      ...range(this.attribute(element, cites)),
    });
  }

  private push(problem: FigureProblem): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }

  add(at: Range, message: string, remedy: string): void {
    this.push({ code: 'bad-figure', message, remedy, ...range(at) });
  }

  /** The start tag. */
  private tag({ start }: XmlElement): Range {
    const end = this.text.indexOf('>', start);
    return [start, end === -1 ? start + 1 : end + 1];
  }

  /** The parser knows where elements are; an attribute is looked for in its tag. */
  private attribute(element: XmlElement, attribute: string): Range {
    const [start, end] = this.tag(element);
    const at = this.text.slice(start, end).search(new RegExp(`\\s${escapeRegExp(attribute)}\\s*=`));
    if (at === -1) return [start, end];
    const from = start + at + 1;
    const quoted = /=\s*(?:"[^"]*"|'[^']*')/.exec(this.text.slice(from, end));
    return [from, quoted ? from + quoted.index + quoted[0].length : end];
  }
}

type Range = readonly [start: number, end: number];

const range = ([start, end]: Range) => ({ start, end });

const escapeRegExp = (text: string): string => text.replaceAll(/[^\w-]/g, String.raw`\$&`);

/** The upper right of the first closed shape. */
function cornerOf(part: XmlElement): { readonly x: number; readonly y: number } | undefined {
  for (const child of part.children) {
    if (!(child instanceof XmlElement)) continue;
    const of = (name: string) => Number(child.attributes[name] ?? 0);
    if (child.name === 'rect') return { x: of('x') + of('width'), y: of('y') };
    if (child.name === 'circle')
      return { x: of('cx') + of('r') * Math.SQRT1_2, y: of('cy') - of('r') * Math.SQRT1_2 };
    if (child.name === 'ellipse')
      return { x: of('cx') + of('rx') * Math.SQRT1_2, y: of('cy') - of('ry') * Math.SQRT1_2 };
    const inner = child.name === 'g' ? cornerOf(child) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

const glyphs =
  '<path class="figure-tick" d="M-3.6 0.4L-1 3L3.8 -2.8"></path>' +
  '<path class="figure-cross" d="M-2.9 -2.9L2.9 2.9M2.9 -2.9L-2.9 2.9"></path>' +
  '<path class="figure-dots" d="M-3.6 0h0.01M0 0h0.01M3.6 0h0.01"></path>';

const arrowHead = (id: string): string =>
  `<defs><marker id="${id}" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="7" markerHeight="7" ` +
  `orient="auto-start-reverse"><path class="figure-head" d="M1 1L9 5L1 9"></path></marker></defs>`;
