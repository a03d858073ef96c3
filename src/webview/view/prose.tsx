import { useLayoutEffect, useRef } from 'preact/hooks';
import { highlightCode } from '../highlight';

/** HTML made by core/markdown.ts, which lets nothing through that runs or loads. */
export function Prose({ html }: { readonly html: string }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (ref.current) furnish(ref.current);
  }, [html]);
  return <div class="prose" ref={ref} dangerouslySetInnerHTML={{ __html: html }} />;
}

export function InlineProse({ html }: { readonly html: string }) {
  return <span class="prose-inline" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Wide tables scroll in a box of their own, so that the page need not; code gets the colours of the theme. */
function furnish(root: HTMLElement): void {
  for (const table of root.querySelectorAll('table')) {
    const box = document.createElement('div');
    box.className = 'table-box';
    table.replaceWith(box);
    box.append(table);
  }
  for (const code of root.querySelectorAll<HTMLElement>('pre > code')) highlightCode(code);
}
