import type { CodeBlock, CodeToken } from '../protocol/panel';
import { cssOf, over, parseColour, readable, type Colour } from './contrast';

export type AskColours = (blocks: readonly CodeBlock[]) => Promise<readonly (readonly CodeToken[] | null)[]>;

/**
 * Gives the code below `root` the colours of the editor's theme. Until they come, and where there are none, it stands there
 * in the colour of text; nothing moves when they do.
 */
export async function colourCode(root: HTMLElement, ask: AskColours): Promise<void> {
  const found = [...root.querySelectorAll<HTMLElement>('pre > code[class*="language-"]')];
  if (found.length === 0) return;
  const blocks = found.map(code => ({
    language: /\blanguage-(\S+)/.exec(code.className)?.[1] ?? '',
    code: code.textContent,
  }));
  const coloured = await ask(blocks);
  found.forEach((code, i) => {
    const tokens = coloured[i];
    const text = blocks[i]?.code ?? '';
    // It may show another text by now; and colours of another theme are better than none until new ones come.
    if (tokens && code.textContent === text)
      code.replaceChildren(...nodesOf(text, tokens, backgroundOf(code)));
  });
}

function nodesOf(text: string, tokens: readonly CodeToken[], background: Colour): readonly Node[] {
  const shades = new Map<string, string>();
  let from = 0;
  const nodes: Node[] = [];
  for (const { length, colour, style } of tokens) {
    const part = text.slice(from, (from += length));
    if (colour === null && style === 0) {
      nodes.push(document.createTextNode(part));
      continue;
    }
    const span = document.createElement('span');
    span.textContent = part;
    if (colour !== null) {
      const known = shades.get(colour) ?? shadeOf(colour, background);
      shades.set(colour, known);
      span.style.color = known; // through the object model: the policy allows no style in markup
    }
    if (style & 1) span.style.fontStyle = 'italic';
    if (style & 2) span.style.fontWeight = 'bold';
    const lines = [...(style & 4 ? ['underline'] : []), ...(style & 8 ? ['line-through'] : [])];
    if (lines.length > 0) span.style.textDecoration = lines.join(' ');
    nodes.push(span);
  }
  return [...nodes, document.createTextNode(text.slice(from))];
}

function shadeOf(colour: string, background: Colour): string {
  const parsed = parseColour(colour);
  return parsed ? cssOf(readable(parsed, background)) : '';
}

/** What is seen behind an element: its own background, and those behind it that show through. */
function backgroundOf(element: Element): Colour {
  const layers: Colour[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = parseColour(getComputedStyle(at).backgroundColor);
    if (colour && colour.alpha > 0) layers.push(colour);
    if (colour?.alpha === 1) break;
  }
  const page: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
  return layers.reduceRight((below, layer) => over(layer, below), page);
}
