import { DisposableStore } from '../lifecycle';
import { PackDiagnostics } from '../packDiagnostics';
import type { Services } from '../services';
import { registerActions } from './languageActions';
import { registerLanguageCommands } from './languageCommands';
import { registerNaming } from './languageNaming';
import { LiveProblems } from './languageProblems';
import { registerReading } from './languageReading';
import { registerSuites } from './languageSuites';
import { LanguageTexts } from './languageTexts';
import type { Authoring } from './register';

/** What helps to write pack.yaml and exercise.yaml, and the texts and suites beside them. */
export function registerLanguage(
  services: Pick<Services, 'packs' | 'attempts' | 'log'>,
  { authored, edited }: Pick<Authoring, 'authored' | 'edited'>,
): DisposableStore {
  const store = new DisposableStore();
  const texts = store.add(new LanguageTexts(authored, edited));
  const live = store.add(new LiveProblems(texts, services.log));
  const diagnostics = store.add(new PackDiagnostics(services, live));
  store.add(registerReading(texts));
  store.add(registerNaming(texts));
  store.add(registerActions(texts, uri => diagnostics.shownIn(uri)));
  store.add(registerSuites(texts));
  store.add(registerLanguageCommands(texts, services.log));
  return store;
}
