import { Marked, type Renderer, type Token, type Tokens } from 'marked';
import type { Figure } from './exercise';
import { pathPattern, unseenPattern } from './pack/names';

export interface MarkdownOptions {
  /** Added to the level of every heading, so that a text fits below the headings around it. Level 6 is the lowest. */
  readonly demoteHeadings?: number;
  /** The address of a picture of the exercise, by its path in the exercise; undefined leaves the picture out. */
  readonly image?: (path: string) => string | undefined;
  /** Those of the pictures that become part of the page where one stands in a paragraph of its own. */
  readonly figure?: (path: string) => Figure | undefined;
}

/**
 * Markdown (CommonMark with GitHub's tables, task lists and strike-through) as HTML that is safe to show: raw HTML is
 * shown as text, links lead to `https:`, `mailto:` or `#…`, pictures come from the exercise only. There are no styles,
 * no scripts, no event handlers and no addresses that load anything by themselves. Never throws.
 */
export function renderMarkdown(text: string, options: MarkdownOptions = {}): string {
  // The words of what nobody can set are still worth showing.
  const asWritten = (): string => `<pre>${escapeHtml(text)}</pre>\n`;
  if (!isMarkdown(text)) return asWritten();
  try {
    return markedWith(options).parse(text, { async: false });
  } catch {
    return asWritten(); // thousands of nested quotes exhaust marked's stack
  }
}

/** As `renderMarkdown`, for one line without a paragraph around it: a requirement, a title. */
export function renderInlineMarkdown(text: string): string {
  if (!isMarkdown(text)) return escapeHtml(text);
  try {
    return markedWith({}).parseInline(text, { async: false });
  } catch {
    return escapeHtml(text);
  }
}

/** Characters of one Markdown text. */
export const longestMarkdown = 100_000;

/** In one paragraph: whoever matches them takes time by the square of their number. */
const mostDelimiters = 1_500;

/**
 * Whether a text is one that somebody would write, and not one that keeps its reader busy for hours. What is not is shown
 * as it stands.
 */
export function isMarkdown(text: string): boolean {
  if (text.length > longestMarkdown) return false;
  return text
    .split(/\n[ \t>]*\n/)
    .every(
      part => part.length <= mostDelimiters || (part.match(/[*_~[\]!]/g)?.length ?? 0) <= mostDelimiters,
    );
}

function markedWith({ demoteHeadings = 0, image, figure }: MarkdownOptions): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      html: token => (token.block ? `<p>${escapeHtml(token.text)}</p>\n` : escapeHtml(token.text)),
      // Overridden because marked leaves text alone that follows a raw <pre> or <script>.
      text(this: Renderer, token: Tokens.Text | Tokens.Escape) {
        const tokens = 'tokens' in token ? token.tokens : undefined;
        return tokens ? this.parser.parseInline(tokens) : escapeText(token.text);
      },
      heading(this: Renderer, { tokens, depth }: Tokens.Heading) {
        const level = Math.min(6, Math.max(1, depth + demoteHeadings));
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      paragraph(this: Renderer, { tokens }: Tokens.Paragraph) {
        const picture = tokens.length === 1 ? tokens.find(isPicture) : undefined;
        const drawn = picture && figure?.(picture.href);
        if (drawn) return figureHtml(drawn, picture.text);
        return `<p>${this.parser.parseInline(tokens)}</p>\n`;
      },
      link(this: Renderer, { href, title, tokens }: Tokens.Link) {
        const label = this.parser.parseInline(tokens);
        if (!isShownLink(href)) return label;
        const hint = title ? ` title="${escapeText(title)}"` : '';
        return `<a href="${escapeText(href)}"${hint}>${label}</a>`;
      },
      image({ href, title, text }: Tokens.Image) {
        const source = pathPattern.test(href) ? image?.(href) : undefined;
        if (source === undefined) return escapeText(text);
        const hint = title ? ` title="${escapeText(title)}"` : '';
        return `<img src="${escapeHtml(source)}" alt="${escapeText(text)}"${hint}>`;
      },
      checkbox: ({ checked }) =>
        checked
          ? '<span role="img" aria-label="done">☑</span> '
          : '<span role="img" aria-label="open">☐</span> ',
      code({ text, lang }: Tokens.Code) {
        const language = /^[\w+#-]{1,30}/.exec(lang ?? '')?.[0];
        const name = language ? ` class="language-${escapeHtml(language.toLowerCase())}"` : '';
        return `<pre><code${name}>${escapeHtml(text)}\n</code></pre>\n`;
      },
    },
  });
}

const isPicture = (token: Token): token is Tokens.Image => token.type === 'image';

/** The caption is for whoever shows the page: it says how the parts stand. */
const figureHtml = ({ width, height, viewBox, body }: Figure, alternative: string): string =>
  `<figure class="figure"><div class="figure-frame"><svg role="img" aria-label="${escapeText(alternative)}" ` +
  `width="${width}" height="${height}" viewBox="${viewBox}">${body}</svg></div><figcaption></figcaption></figure>\n`;

/** Whether a link is one. Checked on the address as it is written into the page: no decoding can come in between. */
export const isShownLink = (href: string): boolean => !unseenPattern.test(href) && isShownAddress(href);

const isShownAddress = (href: string): boolean =>
  /^https:\/\/[^\s"'<>\\]+$/i.test(href) ||
  /^mailto:[^\s"'<>\\]+$/i.test(href) ||
  /^#[^\s"'<>\\]*$/.test(href);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => entities[character]!);

/** Leaves character references (`&nbsp;`) as they are: Markdown allows them, and they are text by nature. */
const escapeText = (text: string): string =>
  text.replace(
    /[<>"']|&(?!(?:#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w{1,31});)/g,
    character => entities[character]!,
  );
