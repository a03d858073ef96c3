import type { Exercise } from '../../core/exercise';
import type { MarkdownOptions } from '../../core/markdown';

/**
 * Headings of a text take their place below those of the panel around it; its pictures and figures are those of the
 * exercise.
 */
export const below = (
  demoteHeadings: number,
  { pictures, figures }: Pick<Exercise, 'pictures' | 'figures'>,
): MarkdownOptions => ({
  demoteHeadings,
  figure: path => (Object.hasOwn(figures, path) ? figures[path] : undefined),
  image: path => (Object.hasOwn(pictures, path) ? pictureAddress(pictures[path] ?? '') : undefined),
});

/** In an `img` an SVG runs no scripts and loads nothing. */
const pictureAddress = (svg: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;

/** The panel shows titles itself. */
export const withoutTitle = (markdown: string): string => markdown.replace(/^\s*# .*(?:\n|$)/, '');
