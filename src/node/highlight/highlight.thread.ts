import { parentPort } from 'node:worker_threads';
import { highlight } from './highlighter';
import type { HighlightRequest, HighlightResult } from './highlightThread';

/** The thread's own end: one answer for each request, in their order. */
parentPort?.on('message', ({ theme, blocks }: HighlightRequest) => {
  const result: HighlightResult = blocks.map(({ language, code }) => highlight(theme, language, code));
  parentPort?.postMessage(result);
});
