import { Disposable, ExtensionMode, l10n, type ExtensionContext } from 'vscode';
import { registerAttemptContext } from './editor/attemptContext';
import { registerAuthoring } from './editor/authoring/register';
import { registerCatalogView } from './editor/catalogView';
import { registerCodeLens } from './editor/codeLens';
import { registerCommands } from './editor/commands';
import { registerExerciseDocuments } from './editor/exerciseDocuments';
import { registerInstallLinks } from './editor/packs/installLinks';
import { registerPackCommands } from './editor/packs/packCommands';
import { registerProgress } from './editor/progress/register';
import { registerQuestionPanel } from './editor/questionPanel/register';
import { createServices, type Services } from './editor/services';
import { registerStatusBar } from './editor/statusBar';
import { registerTests } from './editor/tests/controller';
import { registerUpdateNotices } from './editor/updateNotices';
import { registerWrittenProgress } from './editor/writtenProgress';
import { useTexts } from './node/textsInUse';

/** What integration tests get back from `extension.activate()`. Nothing otherwise. */
export interface TestApi extends ReturnType<typeof registerFeatures> {
  readonly context: ExtensionContext;
  readonly services: Services;
  /** Ends everything, as closing the window would. */
  dispose(): void;
}

export function activate(context: ExtensionContext): TestApi | undefined {
  useTexts(l10n.bundle); // what core and node say is in the language of the editor, too
  const services = createServices(context);
  const features = registerFeatures(services);
  const all = Disposable.from(...Object.values(features).reverse(), services);
  context.subscriptions.push(all);
  void services.packs.ready; // begins now; activation does not wait for the disk
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  return { context, services, ...features, dispose: () => void all.dispose() };
}

/** One line for each feature. */
const registerFeatures = (services: Services) => ({
  commands: registerCommands(services),
  packCommands: registerPackCommands(services),
  installLinks: registerInstallLinks(services),
  catalogView: registerCatalogView(services),
  questionPanel: registerQuestionPanel(services),
  progressPage: registerProgress(services),
  exerciseDocuments: registerExerciseDocuments(services),
  tests: registerTests(services),
  codeLens: registerCodeLens(services),
  statusBar: registerStatusBar(services),
  attemptContext: registerAttemptContext(services),
  updateNotices: registerUpdateNotices(services),
  writtenProgress: registerWrittenProgress(services),
  authoring: registerAuthoring(services),
});
