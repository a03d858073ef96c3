import path from 'node:path';
import * as vscode from 'vscode';
import { formerNames } from '../core/pack/renames';
import { Installation } from '../node/installation';
import { libraryIn, type UserLibrary } from '../node/userLibrary';
import { Answers } from './answers';
import { AttemptFiles } from './attemptFiles';
import { AttemptUpdates } from './attemptUpdates';
import { Attempts } from './attempts';
import { CodeColours } from './codeColours';
import { DebugSessions } from './debugSessions';
import { Examiner } from './examiner';
import { Flows } from './flows';
import { questionViewType } from './ids';
import { DisposableStore } from './lifecycle';
import { Lazy } from './lazy';
import type { PackInstaller } from './packs/packInstaller';
import { PackStore } from './packStore';
import { ProgressBackups } from './progress/progressBackups';
import { ProgressStore } from './progressStore';
import { PanelJournal } from './questionPanel/panelJournal';
import { QuestionPanels } from './questionPanel/panels';
import { Session } from './questionPanel/session';
import { Results } from './results';
import { RunnerHost } from './runnerHost';
import { Runs } from './runs';
import { SaveRuns } from './saveRuns';
import { Scaffolder } from './scaffolder';
import { readSetting } from './settings';
import { Staleness } from './staleness';
import { UpdateFlow } from './updateFlow';

/** Everything that lives as long as the extension does. A feature takes the few that it needs. */
export interface Services {
  readonly extension: vscode.Uri;
  readonly installation: Installation;
  /** A folder of this user's own, for what can be made again. */
  readonly storage: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly progress: ProgressStore;
  /** Of progress, from before it was forgotten. */
  readonly backups: ProgressBackups;
  readonly packs: PackStore;
  /** What the person has added to them. */
  readonly own: UserLibrary;
  readonly installer: Lazy<PackInstaller>;
  readonly attempts: Attempts;
  readonly files: AttemptFiles;
  readonly results: Results;
  readonly staleness: Staleness;
  readonly answers: Answers;
  readonly examiner: Examiner;
  readonly runner: RunnerHost;
  readonly scaffolder: Scaffolder;
  readonly updates: AttemptUpdates;
  readonly runs: Runs;
  readonly saveRuns: SaveRuns;
  readonly colours: CodeColours;
  readonly panels: QuestionPanels;
  readonly flows: Flows;
  readonly updateFlow: UpdateFlow;
  dispose(): void;
}

/** The only place where services are made, in the order of what they need. */
export function createServices(context: vscode.ExtensionContext): Services {
  const store = new DisposableStore();
  const extension = context.extensionUri;
  const installation = new Installation(vscode.Uri.joinPath(extension, 'dist').fsPath);

  const log = store.add(vscode.window.createOutputChannel('Design Drills', { log: true }));
  const storage = vscode.Uri.joinPath(context.globalStorageUri, 'packs').fsPath;
  const own = libraryIn(storage);
  const indexFile = path.join(storage, 'packs.index');
  const packs = store.add(new PackStore(installation, own, log, indexFile));
  const installer = new Lazy(async () => {
    const { PackInstaller } = await import('./packs/packInstaller');
    return new PackInstaller({ own, packs, log });
  });
  const progress = store.add(new ProgressStore(context.globalState, () => packs.catalog));
  const backups = new ProgressBackups(vscode.Uri.joinPath(context.globalStorageUri, 'progress'));
  const attempts = store.add(new Attempts(packs, log));
  const files = store.add(new AttemptFiles());
  const results = store.add(new Results(context.workspaceState));
  const staleness = store.add(new Staleness({ attempts, files, packs, results }));
  const answers = store.add(
    new Answers(async ({ ref }, discussion) =>
      formerNames((await packs.load(ref))?.exercise.renamed.discussions ?? {}, discussion),
    ),
  );
  const examiner = store.add(new Examiner());
  const runner = store.add(
    new RunnerHost(async () => {
      const { Runner } = await import('../node/runner');
      const { sandboxDir, coverageFile } = installation;
      const cacheDir = vscode.Uri.joinPath(context.globalStorageUri, 'code').fsPath;
      const redisUrl = (): string => readSetting('services.redisUrl');
      return new Runner({ sandboxDir, coverageFile, cacheDir, redisUrl, log: text => log.debug(text) });
    }),
  );
  const scaffolder = new Scaffolder({ installation, packs, attempts, progress, results });
  const updates = store.add(new AttemptUpdates({ packs, attempts, scaffolder }));
  const debugSessions = new DebugSessions(installation.sandboxDir);
  const runs = store.add(
    new Runs({ packs, files, runner, scaffolder, results, progress, debugSessions, log }),
  );
  const saveRuns = store.add(new SaveRuns({ attempts, packs, files, runner, runs, scaffolder, log }));
  const colours = store.add(new CodeColours(installation.highlightFile, log));
  const panels: QuestionPanels = store.add(
    new QuestionPanels(
      extension,
      attempts,
      (ref, post, window) => new Session(ref, services, post, window),
      store.add(new PanelJournal(context.globalStorageUri, 'panels', questionViewType, log)),
    ),
  );
  const flows = new Flows({ packs, attempts, progress, scaffolder, runner, panels, log });
  const updateFlow = new UpdateFlow({ packs, attempts, updates, log });

  const services: Services = {
    ...{ extension, installation, storage: context.globalStorageUri, log, progress, packs, own, installer },
    ...{ backups, attempts, files, results, staleness, answers, examiner },
    ...{ runner, scaffolder, updates, runs, saveRuns, colours, panels, flows, updateFlow },
    dispose: () => store.dispose(),
  };
  return services;
}
