import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from './context';

/** Long enough not to draw every letter, short enough to seem at once. */
export const renderDelayMs = 250;

/** The person's Markdown as HTML of the host, a little after the typing has paused; empty before it has come. */
export function useRendered(text: string, isWanted: boolean): string {
  const { actions } = useSurroundings();
  const [html, setHtml] = useState<string>();
  useEffect(() => {
    if (!isWanted) return;
    let isOutdated = false;
    const render = async (): Promise<void> => {
      const rendered = await actions.reviewing.render(text);
      if (!isOutdated && rendered !== undefined) setHtml(rendered);
    };
    const timer = setTimeout(() => void render(), html === undefined ? 0 : renderDelayMs);
    return () => {
      isOutdated = true;
      clearTimeout(timer);
    };
  }, [text, isWanted]);
  return html ?? '';
}
