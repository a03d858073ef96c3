import type * as vscode from 'vscode';

/** The next value of an event that satisfies the condition. */
export function next<T>(event: vscode.Event<T>, wanted: (value: T) => boolean = () => true): Promise<T> {
  return new Promise(resolve => {
    const link = event(value => {
      if (!wanted(value)) return;
      link.dispose();
      resolve(value);
    });
  });
}

/** Waits until a condition holds, looking again whenever the event fires. */
export async function until(event: vscode.Event<unknown>, holds: () => boolean): Promise<void> {
  if (!holds()) await next(event, holds);
}
