import { DisposableStore } from '../lifecycle';
import { PackDiagnostics } from '../packDiagnostics';
import type { Services } from '../services';
import { registerActions } from './languageActions';
import { registerLanguageCommands } from './languageCommands';
import type { PackTexts } from './languageFiles';
import { registerNaming } from './languageNaming';
import { LiveProblems } from './languageProblems';
import { registerReading } from './languageReading';
import { registerSuites } from './languageSuites';

/** What helps to write pack.yaml and exercise.yaml, and the texts and suites beside them. */
export function registerLanguage(
  services: Pick<Services, 'packs' | 'attempts' | 'log'>,
  texts: PackTexts,
): DisposableStore {
  const store = new DisposableStore();
  const live = store.add(new LiveProblems(texts, services.log));
  const diagnostics = store.add(new PackDiagnostics(services, live));
  store.add(registerReading(texts));
  store.add(registerNaming(texts));
  store.add(registerActions(texts, uri => diagnostics.shownIn(uri)));
  store.add(registerSuites(texts));
  store.add(registerLanguageCommands(texts, services.log));
  return store;
}
