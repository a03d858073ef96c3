import { requirementState, type LiveState } from './liveRequirements';
import type { Say } from './say';

/** How the requirements stand, by their ids. */
export type States = Readonly<Record<string, LiveState>>;

/** Colours the parts of the figures below `root`, and says in their captions what the colours say. */
export function showStates(root: HTMLElement, states: States, say: Say): void {
  for (const figure of root.querySelectorAll<HTMLElement>('figure.figure')) {
    const parts = [...figure.querySelectorAll<SVGElement>('[data-requirement]')].map(element => {
      const cited = (element.dataset['requirement'] ?? '').split(' ');
      const state = requirementState(cited.map(id => states[id] ?? 'not-run'));
      element.dataset['state'] = state;
      return { name: element.querySelector('title')?.textContent ?? '', state };
    });
    const caption = figure.querySelector('figcaption');
    const sentence = captionOf(parts, say);
    // What is written again is read again.
    if (caption && caption.textContent !== sentence) caption.textContent = sentence;
  }
}

const order = [
  ['failed', 'figureFailed'],
  ['running', 'figureRunning'],
  ['passed', 'figurePassed'],
  ['not-run', 'figureNotRun'],
  ['not-revealed', 'figureNotRevealed'],
] as const;

/** What the colours of a figure say, in words. */
export function captionOf(
  parts: readonly { readonly name: string; readonly state: LiveState }[],
  say: Say,
): string {
  if (parts.length === 0) return '';
  if (parts.every(({ state }) => state === 'not-run')) return say('figureWaits');
  if (parts.every(({ state }) => state === 'passed')) return say('figureDone');
  return order
    .map(([state, key]) => ({
      key,
      names: parts.filter(part => part.state === state).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 0)
    .map(({ key, names }) => say(key, { parts: names.join(', ') }))
    .join(' ');
}
