import { DisposableStore } from '../lifecycle';
import type { PackDiagnostics } from '../packDiagnostics';
import type { Services } from '../services';
import type { AuthoredPacks } from './authoredPacks';
import type { EditedPacks } from './editedPacks';
import { registerActions } from './languageActions';
import { registerNaming } from './languageNaming';
import { LiveProblems } from './languageProblems';
import { registerReading } from './languageReading';
import { registerSuites } from './languageSuites';
import { LanguageTexts } from './languageTexts';

/** What helps to write pack.yaml and exercise.yaml, and the texts and suites beside them. */
export function registerLanguage(
  { log, diagnostics }: Pick<Services, 'log'> & { readonly diagnostics: PackDiagnostics },
  authored: AuthoredPacks,
  edited: EditedPacks,
): DisposableStore & { readonly texts: LanguageTexts } {
  const store = new DisposableStore();
  const texts = store.add(new LanguageTexts(authored, edited));
  store.add(diagnostics.follow(store.add(new LiveProblems(texts, log))));
  store.add(registerReading(texts));
  store.add(registerNaming(texts));
  store.add(registerActions(texts, uri => diagnostics.shownIn(uri)));
  store.add(registerSuites(texts));
  return Object.assign(store, { texts });
}
