import * as vscode from 'vscode';

/** A dialog or notification as the person saw it. */
export interface Asked {
  readonly text: string;
  /** Of a modal dialog. */
  readonly detail: string;
  readonly buttons: readonly string[];
}

const kinds = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * Answers every dialog while `work` goes on; gives back what they said, in their order.
 *
 * @param answer one of the buttons, or undefined for the person who closes it
 */
export async function whileAnswering(
  answer: (asked: Asked) => string | undefined,
  work: () => PromiseLike<unknown>,
): Promise<readonly Asked[]> {
  const seen: Asked[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const originals = kinds.map(kind => [kind, window[kind]] as const);
  for (const kind of kinds)
    window[kind] = (text: string, ...rest: readonly unknown[]) => {
      const asked = {
        text,
        detail: rest.map(detailIn).join(''),
        buttons: rest.filter(item => typeof item === 'string'),
      };
      seen.push(asked);
      return Promise.resolve(answer(asked));
    };
  try {
    await work();
    return seen;
  } finally {
    for (const [kind, original] of originals) window[kind] = original;
  }
}

/** Agrees to everything that asks. */
export const agreeing = ({ buttons }: Asked): string | undefined => buttons[0];

export const declining = (): undefined => undefined;

const detailIn = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'detail' in item && typeof item.detail === 'string'
    ? item.detail
    : '';
