import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError, toError } from '../../core/errors';
import type { Exercise, ExerciseRef } from '../../core/exercise';
import type { Problem } from '../../core/pack/problem';
import type { HostContract, PanelContract, QuestionView } from '../../protocol/panel';
import { Channel, type Handlers } from '../../protocol/rpc';
import type { CodeColours } from '../codeColours';
import { Coalescer } from '../coalescer';
import { showFailure } from '../guarded';
import { isIn } from '../deletions';
import { DisposableStore } from '../lifecycle';
import type { AuthoredExercise, AuthoredPacks } from './authoredPacks';
import type { EditedPacks } from './editedPacks';
import { previewOf } from './previewView';

/** Long enough for a burst of typing to be one, short enough to seem at once. Milliseconds. */
const pause = 120;

export interface PreviewTarget extends AuthoredExercise {
  /** Stays what it was when the preview was opened, so that the panel takes it for one and the same. */
  readonly ref: ExerciseRef;
}

export interface PreviewParts {
  readonly authored: AuthoredPacks;
  readonly edited: EditedPacks;
  readonly log: vscode.LogOutputChannel;
  readonly colours: CodeColours;
  /** Proves the exercise; told about here because it is asked for here. */
  verify(exerciseYaml: vscode.Uri): void;
}

/** What a preview needs of the window it is shown in. */
export interface PreviewWindow {
  setTitle(title: string): void;
  /** Writes down what the page would need to come back as it is. */
  keep(state: string): void;
}

/** The extension's end of a preview's channel: the panel of learners, told what the author has typed so far. */
export class PreviewSession implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly channel: Channel<HostContract, PanelContract>;
  private readonly push = this.store.add(new Coalescer(pause, () => this.send()));
  private sound: Exercise | undefined;
  private problems: readonly Problem[] = [];

  constructor(
    readonly target: PreviewTarget,
    private readonly parts: PreviewParts,
    post: (frame: unknown) => void,
    private readonly window?: PreviewWindow,
  ) {
    const refuse = (): never => {
      throw new HumanError('preview', vscode.l10n.t('This is a preview: nothing is run or written here.'));
    };
    const requests: Handlers<HostContract> = {
      ready: () => this.view(),
      highlight: ({ blocks }) => parts.colours.tokens(blocks),
      ...{ scaffold: refuse, check: refuse, debug: refuse, cancel: refuse, reset: refuse },
      updateAttempt: refuse,
      ...{ hint: refuse, saveAnswer: refuse, traceOf: refuse, saveExport: refuse },
      ...{ renderText: refuse, scorePoint: refuse, checkEstimate: refuse },
      ...{ showFollowUp: refuse, showPoints: refuse, examine: refuse, cancelExamine: refuse },
      play: refuse,
    };
    const nothing = (): void => undefined;
    this.channel = this.store.add(
      new Channel<HostContract, PanelContract>(post, requests, {
        ...{ openFile: nothing, openExercise: nothing, compareSolution: nothing, resolveGate: nothing },
        ...{ installPack: nothing, showUpdate: nothing, postponeUpdate: nothing, openReview: nothing },
        kept: ({ state }) => this.window?.keep(state),
        openProblem: ({ index }) => this.openProblem(index),
        verify: () => parts.verify(this.file('exercise.yaml')),
      }),
    );
    this.store.add(parts.colours.onDidChange(() => this.channel.notify('theme', null)));
    const root = vscode.Uri.file(path.join(target.pack.folder, target.exercise));
    this.store.add(
      parts.edited.onDidChange(uri => {
        if (!uri || isIn(root, uri) || uri.path.endsWith('/pack.yaml')) this.push.trigger();
      }),
    );
  }

  async receive(message: unknown): Promise<void> {
    await this.channel.receive(message);
  }

  dispose(): void {
    this.store.dispose();
  }

  private file(name: string): vscode.Uri {
    return vscode.Uri.file(path.join(this.target.pack.folder, this.target.exercise, name));
  }

  private async view(): Promise<QuestionView> {
    const source = await this.parts.edited.read(this.target);
    const { folder } = this.target.pack;
    const pack = this.parts.authored.all.find(other => other.folder === folder) ?? this.target.pack;
    const { view, sound, problems } = previewOf(source, this.target.ref, pack.exercises, this.sound);
    this.sound = sound;
    this.problems = problems;
    this.window?.setTitle(vscode.l10n.t('Preview: {0}', view.title));
    return view;
  }

  private async send(): Promise<void> {
    try {
      const view = await this.view();
      if (!this.store.disposed) this.channel.notify('question', view);
    } catch (thrown) {
      this.parts.log.warn(`Preview not updated: ${toError(thrown).message}`);
    }
  }

  /** Beside the preview, where the author writes. */
  private openProblem(index: number): void {
    const problem = this.problems[index];
    if (!problem) return;
    const { file, line, column } = problem;
    const at = new vscode.Position(line - 1, column - 1);
    const uri = vscode.Uri.file(path.join(this.target.pack.folder, ...file.split('/')));
    const shown = vscode.window.visibleTextEditors.find(editor => editor.viewColumn !== undefined);
    vscode.window
      .showTextDocument(uri, {
        viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
        selection: new vscode.Range(at, at),
        preview: false,
      })
      .then(undefined, (thrown: unknown) => showFailure(this.parts.log, thrown));
  }
}
