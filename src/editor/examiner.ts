import * as vscode from 'vscode';
import { examinerPrompt, type Examined } from '../core/examiner/examinerPrompt';
import { parseReply, type Proposal } from '../core/examiner/examinerReply';
import { HumanError } from '../core/errors';
import { DisposableStore } from './lifecycle';

/** Nobody waits longer for a proposal. */
const longestMs = 120_000;

/**
 * A language model that the editor offers, as somebody to ask for an opinion. Without one, and in a workspace that is not
 * trusted, there is none; nothing is ever sent before somebody asks.
 */
export class Examiner implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private model: vscode.LanguageModelChat | undefined;
  private asked: Promise<void> | undefined;

  constructor() {
    if (!isOffered()) return;
    this.store.add(vscode.lm.onDidChangeChatModels(() => this.asked && void this.refresh()));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
  }

  /** The model's name; null as long as there is none. Asking begins with the first question, for it may take a while. */
  get name(): string | null {
    this.asked ??= this.refresh();
    return this.model && vscode.workspace.isTrusted ? this.model.name : null;
  }

  /** @throws HumanError saying why there is no proposal; vscode.CancellationError. */
  async examine(examined: Examined, token: vscode.CancellationToken): Promise<Proposal> {
    const { model } = this;
    if (!model || !vscode.workspace.isTrusted)
      throw new HumanError('no-examiner', vscode.l10n.t('The editor offers no language model at present.'));
    const reply = await this.ask(model, examinerPrompt(examined), token);
    const proposal = parseReply(reply, examined);
    if (!proposal)
      throw new HumanError(
        'examiner-reply',
        vscode.l10n.t(
          '{0} did not answer in the form that was asked for, so there is nothing to propose. Try again, or score the points yourself.',
          model.name,
        ),
      );
    return proposal;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async refresh(): Promise<void> {
    if (!isOffered()) return;
    const before = this.model?.id;
    try {
      [this.model] = await vscode.lm.selectChatModels();
    } catch {
      this.model = undefined; // it is not needed
    }
    if (this.model?.id !== before && !this.store.disposed) this.changed.fire();
  }

  private async ask(
    model: vscode.LanguageModelChat,
    prompt: string,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const source = new vscode.CancellationTokenSource();
    const passedOn = token.onCancellationRequested(() => source.cancel());
    const tooLong = setTimeout(() => source.cancel(), longestMs);
    try {
      const justification = vscode.l10n.t('To propose scores for your written answer.');
      const message = vscode.LanguageModelChatMessage.User(prompt);
      const response = await model.sendRequest([message], { justification }, source.token);
      let text = '';
      for await (const part of response.text) {
        if (source.token.isCancellationRequested) break;
        text += part;
      }
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      return text;
    } catch (thrown) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      throw new HumanError('examiner-failed', failureText(model.name, thrown), { cause: thrown });
    } finally {
      clearTimeout(tooLong);
      passedOn.dispose();
      source.dispose();
    }
  }
}

/** Editors that are made from VS Code may leave language models out. */
const isOffered = (): boolean =>
  'lm' in vscode && typeof vscode.lm === 'object' && 'selectChatModels' in vscode.lm;

function failureText(model: string, thrown: unknown): string {
  const code = thrown instanceof vscode.LanguageModelError ? thrown.code : '';
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  switch (code) {
    case vscode.LanguageModelError.NoPermissions.name:
      return vscode.l10n.t('You have not allowed Design Drills to use {0}. Nothing was sent.', model);
    case vscode.LanguageModelError.Blocked.name:
      return vscode.l10n.t(
        '{0} cannot be used now, because a quota is used up or the request was blocked: {1}',
        model,
        reason,
      );
    case vscode.LanguageModelError.NotFound.name:
      return vscode.l10n.t('{0} is no longer offered by the editor.', model);
    default:
      return vscode.l10n.t('{0} did not answer: {1}', model, reason);
  }
}
