import { DisposableStore } from '../lifecycle';
import type { PackTexts } from './languageFiles';
import { registerNaming } from './languageNaming';
import { registerReading } from './languageReading';

/** What helps to write pack.yaml and exercise.yaml, and the texts and suites beside them. */
export function registerLanguage(texts: PackTexts): DisposableStore {
  const store = new DisposableStore();
  store.add(registerReading(texts));
  store.add(registerNaming(texts));
  return store;
}
