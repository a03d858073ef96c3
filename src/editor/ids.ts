import * as vscode from 'vscode';
import type { ExerciseRef, Pack } from '../core/exercise';
import type { InstallTarget } from './packs/installPack';

/** Whatever a menu, a lens or the palette hands to a command: `findTarget` turns it into an exercise. */
export type Target = ExerciseRef | { readonly ref: ExerciseRef } | vscode.Uri | vscode.TestItem;

/** What the menu of a failed check's message hands over. */
export interface MessageTarget {
  readonly test: vscode.TestItem;
  readonly message: Pick<vscode.TestMessage, 'contextValue'>;
}

/** What the menu of a webview hands over: the view type of the panel that is in front. */
export interface WebviewTarget {
  readonly webview: string;
}

/** What a menu hands to a command about a pack: a row of the tree, or a file or folder of the pack. */
export type PackTarget = vscode.Uri | { readonly pack: Pick<Pack, 'label'> };

/** Commands of who writes packs: src/editor/authoring registers them. */
export type AuthoringCommand =
  | 'designDrills.newPack'
  | 'designDrills.newExercise'
  | 'designDrills.previewExercise'
  | 'designDrills.previewExerciseToSide'
  | 'designDrills.verifyExercise'
  | 'designDrills.showVerification'
  | 'designDrills.buildPack';

/** Commands about progress: src/editor/progress registers them. */
export type ProgressCommand =
  | 'designDrills.showProgress'
  | 'designDrills.exportProgress'
  | 'designDrills.importProgress'
  | 'designDrills.resetProgress'
  | 'designDrills.restoreProgress';

/** Every command: id -> what it takes. package.json declares exactly these; a test compares them. */
export interface CommandTypes {
  'designDrills.openExercise': (target?: Target) => Promise<void>;
  'designDrills.scaffold': (target?: Target) => Promise<void>;
  'designDrills.check': (target?: Target) => Promise<void>;
  'designDrills.debug': (target?: Target) => Promise<void>;
  'designDrills.runWithSeed': (target?: Target | MessageTarget) => Promise<void>;
  'designDrills.cancel': (target?: Target) => void;
  'designDrills.reset': (target?: Target) => Promise<void>;
  'designDrills.compareSolution': (target?: Target) => Promise<void>;
  'designDrills.compareStarter': (target?: Target) => Promise<void>;
  'designDrills.updateAttempt': (target?: Target) => Promise<void>;
  'designDrills.nextExercise': (target?: Target) => Promise<void>;
  'designDrills.installPack': (target?: InstallTarget) => Promise<void>;
  'designDrills.managePacks': (target?: { readonly pack: { readonly id: string } }) => Promise<void>;
  'designDrills.showProgress': () => Promise<void>;
  'designDrills.exportProgress': () => Promise<void>;
  'designDrills.importProgress': () => Promise<void>;
  'designDrills.resetProgress': (target?: Target | WebviewTarget) => Promise<void>;
  'designDrills.restoreProgress': () => Promise<void>;
  'designDrills.insertRequirement': () => Promise<void>;
  'designDrills.refresh': () => Promise<void>;
  'designDrills.filter': () => Promise<void>;
  'designDrills.clearFilter': () => void;
  'designDrills.newPack': (beside?: vscode.Uri) => Promise<void>;
  'designDrills.newExercise': (target?: PackTarget) => Promise<void>;
  'designDrills.previewExercise': (target?: Target) => Promise<void>;
  'designDrills.previewExerciseToSide': (target?: Target) => Promise<void>;
  'designDrills.verifyExercise': (target?: Target) => Promise<void>;
  'designDrills.showVerification': (target?: Target) => Promise<void>;
  'designDrills.buildPack': (target?: PackTarget) => Promise<void>;
}

/** Every context key that a `when` clause of ours reads. */
export interface ContextTypes {
  /** Where loading of the packs stands. */
  'designDrills.catalog': 'loading' | 'empty' | 'ready';
  /** The tree shows only what matches. */
  'designDrills.filtered': boolean;
  /** The workspace holds at least one attempt. */
  'designDrills.hasAttempt': boolean;
  /** Paths of the learner's files of every attempt, for `resourcePath in`. */
  'designDrills.attemptFiles': readonly string[];
  /** A pack can be written here. */
  'designDrills.hasPack': boolean;
  /** Folders of the packs that can be written here, for `resourcePath in`. */
  'designDrills.packFolders': readonly string[];
  /** Folders of their exercises, with those below that hold what an author writes, for `resourceDirname in`. */
  'designDrills.exerciseFolders': readonly string[];
  /** An exercise has been verified in this window. */
  'designDrills.hasVerified': boolean;
  /** A run goes on. */
  'designDrills.running': boolean;
  /** A run has ended with a report, ever. */
  'designDrills.hasChecked': boolean;
  /** An answer has been written since the window was opened; the walkthrough itself remembers longer. */
  'designDrills.hasAnswered': boolean;
}

/** Every setting, below `designDrills.`. Defaults are in package.json only. */
export interface SettingTypes {
  'packs.folders': readonly string[];
  'attempts.folder': string;
  'run.onSave': boolean;
  'run.timeoutSeconds': number | null;
  'services.redisUrl': string;
  'codeLens.enabled': boolean;
}

export const viewIds = { exercises: 'designDrills.exercises', setup: 'designDrills.setup' } as const;

/** View type of the question panel; saved by VS Code across restarts, so it must not change. */
export const questionViewType = 'designDrills.question';

/** View type of an author's preview; saved as well. */
export const previewViewType = 'designDrills.preview';

/** View type of the page about progress; saved as well. */
export const progressViewType = 'designDrills.progress';

export const testControllerId = 'designDrills';

/** Of the proofs of packs. */
export const verifyControllerId = 'designDrills.verify';

export const registerCommand = <K extends keyof CommandTypes>(
  id: K,
  run: CommandTypes[K],
): vscode.Disposable => vscode.commands.registerCommand(id, run);

/** A `Command` for a tree item, lens or status bar entry whose arguments must fit. */
export const asCommand = <K extends keyof CommandTypes>(
  command: K,
  title: string,
  ...args: Parameters<CommandTypes[K]>
): vscode.Command => ({ command, title, arguments: args });
