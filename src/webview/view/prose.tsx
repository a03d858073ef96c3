import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { showStates, type States } from '../figureStates';
import { colourCode } from '../codeColours';
import { useSurroundings } from './context';

interface Props {
  /** Made by core/markdown.ts, which lets nothing through that runs or loads. */
  readonly html: string;
  /** For the parts of its figures; without them a figure is a drawing. */
  readonly states?: States;
}

export function Prose({ html, states }: Props) {
  const { say, actions, theme, language } = useSurroundings();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (ref.current) furnish(ref.current);
  }, [html]);
  useEffect(() => {
    if (ref.current) void colourCode(ref.current, blocks => actions.highlight(blocks));
  }, [html, theme, actions]);
  useLayoutEffect(() => {
    if (ref.current && states) showStates(ref.current, states, say);
  }, [html, states, say]);
  return (
    <div class="prose" ref={ref} lang={language} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
  );
}

export function InlineProse({ html }: { readonly html: string }) {
  const { language } = useSurroundings();
  return <span class="prose-inline" lang={language} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
}

/** Wide tables scroll in a box of their own, so that the page need not. */
function furnish(root: HTMLElement): void {
  for (const table of root.querySelectorAll('table')) {
    const box = document.createElement('div');
    box.className = 'table-box';
    table.replaceWith(box);
    box.append(table);
  }
  for (const box of root.querySelectorAll<HTMLElement>('pre, .table-box, .figure-frame'))
    reachableWhenScrolled(box);
}

/** What scrolls has to be scrolled by keyboard too; what does not is no stop on the way. */
function reachableWhenScrolled(box: HTMLElement): void {
  const update = (): void => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  };
  new ResizeObserver(update).observe(box);
}
