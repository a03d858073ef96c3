import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A provider of language models in the same editor: test/extensions/paper+untrusted. */
export interface FakeModel {
  /** What it was sent, request by request. */
  readonly heard: string[];
  /** Whether the editor has it to offer. */
  offer(isOffered: boolean): void;
  answerWith(answer: (text: string, token: vscode.CancellationToken) => Promise<string>): void;
}

export function fakeModel(): Thenable<FakeModel> {
  const extension = vscode.extensions.getExtension<FakeModel>('backend-school.fake-model');
  assert.ok(extension, 'the extension with the fake model is not installed');
  return extension.activate();
}
