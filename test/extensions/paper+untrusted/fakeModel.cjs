/** Plays a provider of language models: it hears what it is sent, and answers as it is told. */
const vscode = require('vscode');

/** @type {string[]} */
const heard = [];
/** @type {((text: string, token: import('vscode').CancellationToken) => Promise<string>) | undefined} */
let answer;

let isOffered = true;
const offerChanged = new vscode.EventEmitter();

/** @param {import('vscode').ExtensionContext} context */
function activate(context) {
  const information = {
    ...{ id: 'fake-1', name: 'Fake Model', family: 'fake', version: '1' },
    ...{ maxInputTokens: 10_000, maxOutputTokens: 1_000, capabilities: {} },
  };
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('fake', {
      onDidChangeLanguageModelChatInformation: offerChanged.event,
      provideLanguageModelChatInformation: () =>
        isOffered ? [{ ...information, isUserSelectable: true }] : [],
      provideLanguageModelChatResponse: async (_model, messages, _options, progress, token) => {
        const text = messages
          .flatMap(message => message.content.map(part => ('value' in part ? String(part.value) : '')))
          .join('');
        heard.push(text);
        progress.report(new vscode.LanguageModelTextPart((await answer?.(text, token)) ?? ''));
      },
      provideTokenCount: async () => 1,
    }),
  );
  return {
    heard,
    /** @param {boolean} next */
    offer: next => {
      isOffered = next;
      offerChanged.fire();
    },
    /** @param {typeof answer} next */
    answerWith: next => {
      answer = next;
    },
  };
}

module.exports = { activate };
