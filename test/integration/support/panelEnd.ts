import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { ExerciseRef } from '../../../src/core/exercise';
import type {
  HostContract,
  PanelChannel,
  PanelContract,
  QuestionView,
  RunView,
} from '../../../src/protocol/panel';
import { Channel } from '../../../src/protocol/rpc';
import { loadedAuthoring } from './host';
import type { TestApi } from '../../../src/extension';

/** The panel's end of the channel: asks as the webview would, and hears what it is told. */
export class PanelEnd implements vscode.Disposable {
  readonly channel: PanelChannel;
  readonly questions: QuestionView[] = [];
  readonly runs: RunView[] = [];
  /** Why the exercise was not there. */
  readonly reasons: string[] = [];
  /** How often it was told that code has other colours. */
  themes = 0;
  private readonly listeners = new Set<() => void>();
  private readonly session;

  /** Of a question; of the preview of what is being written, when given a file of it. */
  constructor(api: TestApi, shown: ExerciseRef | vscode.Uri) {
    this.channel = new Channel<PanelContract, HostContract>(
      frame => void this.session.receive(copy(frame)),
      {},
      {
        question: question => this.hear(() => this.questions.push(question)),
        run: run => this.hear(() => this.runs.push(run)),
        theme: () => this.hear(() => this.themes++),
        missing: ({ reason }) => this.hear(() => this.reasons.push(reason)),
      },
    );
    this.session = connect(api, shown, frame => void this.channel.receive(copy(frame)));
  }

  /** The first question, told or to be told, that satisfies the condition. */
  question(wanted: (view: QuestionView) => boolean): Promise<QuestionView> {
    return this.first(() => this.questions.find(wanted));
  }

  /** Why the exercise is not there, told or to be told. */
  reason(): Promise<string> {
    return this.first(() => this.reasons[0]);
  }

  dispose(): void {
    this.session.dispose();
    this.channel.dispose();
  }

  private first<T>(find: () => T | undefined): Promise<T> {
    return new Promise(resolve => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        this.listeners.delete(look);
        resolve(found);
      };
      this.listeners.add(look);
      look();
    });
  }

  private hear(note: () => void): void {
    note();
    for (const listener of this.listeners) listener();
  }
}

function connect(api: TestApi, shown: ExerciseRef | vscode.Uri, post: (frame: unknown) => void) {
  if (typeof shown === 'string') return api.services.panels.connect(shown, post);
  const { authored, previews } = loadedAuthoring(api);
  const place = authored.placeOf(shown);
  assert.ok(place?.exercise !== undefined, `${shown.path} is in no exercise that is written here`);
  const { pack, exercise } = place;
  return previews.connect({ pack, exercise }, post);
}

/** As a webview's messages are: what JSON cannot carry does not arrive. */
const copy = (frame: unknown): unknown => JSON.parse(JSON.stringify(frame));
