import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { examinerPrompt, type Examined } from '../core/examiner/examinerPrompt';
import { longestReply, parseReply, type Reply } from '../core/examiner/examinerReply';
import { HumanError } from '../core/errors';
import { DisposableStore } from './lifecycle';

/** Nobody waits longer for a proposal. */
const longestMs = 120_000;

export type Offer =
  | { readonly kind: 'offered'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'untrusted' };

/** What a model has proposed, and which. */
export type Examination = Extract<Reply, { kind: 'proposal' }> & { readonly model: string };

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

  private readonly models: typeof vscode.lm | undefined;

  /** @param lm what the editor has: those that are made from VS Code may leave language models out, or a part of them */
  constructor(
    lm: Partial<typeof vscode.lm> | undefined = vscode.lm,
    private readonly patienceMs = longestMs,
  ) {
    this.models = isWhole(lm) ? lm : undefined;
    if (!this.models) return;
    this.store.add(this.models.onDidChangeChatModels(() => this.asked && void this.refresh()));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
  }

  /** Looking for a model begins with the first question, for it may take a while: until then there is none. */
  get offer(): Offer {
    if (!this.models) return { kind: 'none' };
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    this.asked ??= this.refresh();
    return this.model ? { kind: 'offered', name: this.model.name } : { kind: 'none' };
  }

  /** @throws HumanError saying why there is no proposal, and what to do; vscode.CancellationError. */
  async examine(examined: Examined, token: vscode.CancellationToken): Promise<Examination> {
    const model = await this.need();
    const reply = parseReply(await this.ask(model, examinerPrompt(examined), token), examined);
    switch (reply.kind) {
      case 'proposal':
        return { ...reply, model: model.name };
      case 'malformed':
        throw malformed(model.name);
      case 'other-points':
        throw new HumanError(
          'examiner-points',
          vscode.l10n.t(
            '{0} wrote about points that this rubric does not have, so there is nothing to propose. Try again, or score the points yourself.',
            model.name,
          ),
        );
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  private async need(): Promise<vscode.LanguageModelChat> {
    if (this.offer.kind === 'untrusted')
      throw new HumanError(
        'untrusted',
        vscode.l10n.t(
          'This folder is in Restricted Mode, so nothing was sent. Trust it to ask a language model, or score the points yourself.',
        ),
      );
    await this.asked;
    if (this.model) return this.model;
    throw new HumanError(
      'no-examiner',
      vscode.l10n.t(
        'The editor offers no language model at present, so nothing was sent. Sign in to the extension that offers one, or install one; or score the points yourself.',
      ),
    );
  }

  private async refresh(): Promise<void> {
    const before = this.model?.id;
    try {
      [this.model] = (await this.models?.selectChatModels()) ?? [];
    } catch {
      this.model = undefined; // it is not needed
    }
    if (this.model?.id !== before && !this.store.disposed) this.changed.fire();
  }

  /** Ends when the person says so, or has waited long enough, also where the model takes no notice. */
  private async ask(
    model: vscode.LanguageModelChat,
    prompt: string,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const source = new vscode.CancellationTokenSource();
    const passedOn = token.onCancellationRequested(() => source.cancel());
    if (token.isCancellationRequested) source.cancel();
    const over = new AbortController();
    const tooLong = delay(this.patienceMs, undefined, { signal: over.signal }).then(() => {
      throw tooLate(model.name, this.patienceMs);
    });
    try {
      return await Promise.race([replyOf(model, prompt, source.token), cancellation(source.token), tooLong]);
    } catch (thrown) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      if (thrown instanceof HumanError) throw thrown;
      if (codeOf(thrown) === vscode.LanguageModelError.NotFound.name) void this.refresh();
      throw new HumanError('examiner-failed', failureText(model.name, thrown), { cause: thrown });
    } finally {
      over.abort();
      passedOn.dispose();
      source.cancel(); // whoever still talks is not listened to
      source.dispose();
    }
  }
}

/** The only place from which anything is sent to a model. */
async function replyOf(
  model: vscode.LanguageModelChat,
  prompt: string,
  token: vscode.CancellationToken,
): Promise<string> {
  const justification = vscode.l10n.t('To propose scores for your written answer.');
  const message = vscode.LanguageModelChatMessage.User(prompt);
  const response = await model.sendRequest([message], { justification }, token);
  let text = '';
  for await (const part of response.text) {
    text += part;
    if (text.length > longestReply) throw malformed(model.name);
  }
  return text;
}

const cancellation = (token: vscode.CancellationToken): Promise<never> =>
  new Promise((_, reject) => {
    const cancel = () => reject(new vscode.CancellationError());
    if (token.isCancellationRequested) cancel();
    else token.onCancellationRequested(cancel);
  });

const isWhole = (lm: Partial<typeof vscode.lm> | undefined): lm is typeof vscode.lm =>
  lm?.selectChatModels !== undefined && lm.onDidChangeChatModels !== undefined;

const malformed = (model: string): HumanError =>
  new HumanError(
    'examiner-reply',
    vscode.l10n.t(
      '{0} did not answer in the form that was asked for, so there is nothing to propose. Try again, or score the points yourself.',
      model,
    ),
  );

const tooLate = (model: string, patienceMs: number): HumanError =>
  new HumanError(
    'examiner-late',
    vscode.l10n.t(
      '{0} did not answer within {1} seconds. Try again later, or score the points yourself.',
      model,
      patienceMs / 1000,
    ),
  );

const codeOf = (thrown: unknown): string => (thrown instanceof vscode.LanguageModelError ? thrown.code : '');

function failureText(model: string, thrown: unknown): string {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  switch (codeOf(thrown)) {
    case vscode.LanguageModelError.NoPermissions.name:
      return vscode.l10n.t(
        'Design Drills is not allowed to use {0}. Allow it with the command “Manage Language Model Access” and ask again, or score the points yourself.',
        model,
      );
    case vscode.LanguageModelError.Blocked.name:
      return vscode.l10n.t(
        '{0} cannot be used now: a quota is used up, or the request was blocked. Try again later, or score the points yourself. It said: {1}',
        model,
        reason,
      );
    case vscode.LanguageModelError.NotFound.name:
      return vscode.l10n.t(
        'The editor no longer offers {0}. Ask again to use another model if there is one, or score the points yourself.',
        model,
      );
    default:
      return vscode.l10n.t(
        '{0} did not answer. Try again, or score the points yourself. It said: {1}',
        model,
        reason,
      );
  }
}
