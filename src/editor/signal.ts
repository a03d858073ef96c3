import type { CancellationToken } from 'vscode';

/** Runs `work` with a signal that follows `token`. The listener is gone when the work is. */
export async function withSignal<T>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const link = token.onCancellationRequested(() => controller.abort());
  if (token.isCancellationRequested) controller.abort();
  try {
    return await work(controller.signal);
  } finally {
    link.dispose();
  }
}
