import * as l10n from '@vscode/l10n';
import { Marked, type Token, type Tokens } from 'marked';
import { isMarkdown, isShownLink } from '../markdown';
import type { Problem } from './problem';

export interface LinkProblem extends Pick<Problem, 'code' | 'message' | 'remedy'> {
  /** Where the address stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** Links and pictures of a Markdown text that a reader would not get to see. */
export function checkLinks(text: string, hasPicture: (path: string) => boolean): LinkProblem[] {
  const problems: LinkProblem[] = [];
  let from = 0;
  const report = (href: string, problem: Pick<Problem, 'code' | 'message' | 'remedy'>): void => {
    // Tokens come in the order of the text and know no place of their own.
    const found = text.indexOf(href, from);
    const start = found === -1 ? from : found;
    from = start + (found === -1 ? 0 : href.length);
    problems.push({ ...problem, start, end: from });
  };
  for (const { type, href } of addressesOf(text)) {
    if (type === 'image' && !hasPicture(href)) {
      const remedy = l10n.t('Put an SVG into media/ and name it so: media/figure.svg.');
      report(href, {
        code: 'missing-picture',
        message: l10n.t('There is no picture "{0}" in this exercise.', href),
        remedy,
      });
    }
    if (type === 'link' && !isShownLink(href)) {
      const remedy = l10n.t('Use https:, mailto: or #…, or write the words without a link.');
      report(href, { code: 'dead-link', message: l10n.t('Nobody can follow the link "{0}".', href), remedy });
    }
  }
  return problems;
}

type Address = Tokens.Link | Tokens.Image;

const isAddress = (token: Token): token is Address => token.type === 'link' || token.type === 'image';

function addressesOf(text: string): Address[] {
  const found: Address[] = [];
  if (!isMarkdown(text)) return found;
  const note = (token: Token): void => {
    if (isAddress(token)) found.push(token);
  };
  try {
    const marked = new Marked({ gfm: true });
    void marked.walkTokens(marked.lexer(text), note);
  } catch {
    // Nesting beyond reason; such a text is shown as it stands, without links.
  }
  return found;
}
