import { isPanelTexts, textsElementId, type PanelTexts } from '../protocol/panelTexts';
import { jsonIn } from './pageData';
import { englishTexts } from './say';

/** A page without texts, or with others than these, speaks English. */
export function textsOf(page: Document): PanelTexts {
  const texts = jsonIn(page, textsElementId);
  return isPanelTexts(texts) ? texts : englishTexts;
}
