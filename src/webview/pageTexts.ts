import { isPanelTexts, textsElementId, type PanelTexts } from '../protocol/panelTexts';
import { englishTexts } from './say';

/** A page without texts, or with others than these, speaks English. */
export function textsOf(page: Document): PanelTexts {
  try {
    const texts: unknown = JSON.parse(page.getElementById(textsElementId)?.textContent ?? 'null');
    return isPanelTexts(texts) ? texts : englishTexts;
  } catch {
    return englishTexts;
  }
}
