import { firstViewElementId, isFirstView, type FirstView } from '../protocol/firstView';

/** What the page brings along to be shown at once. */
export function firstViewOf(page: Document): FirstView | undefined {
  try {
    const first: unknown = JSON.parse(page.getElementById(firstViewElementId)?.textContent ?? 'null');
    return isFirstView(first) ? first : undefined;
  } catch {
    return undefined;
  }
}
