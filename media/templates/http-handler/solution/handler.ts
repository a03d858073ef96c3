import type { Handler, HandlerOptions, HttpResponse } from './types.ts';

const json = { 'content-type': 'application/json' };
const refuse = (status: number, error: string, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { ...json, ...headers },
  body: JSON.stringify({ error }),
});

export function createHandler({ store }: HandlerOptions): Handler {
  return async ({ method, headers, body }) => {
    if (method !== 'POST') return refuse(405, 'Use POST.', { allow: 'POST' });
    const type = (headers['content-type'] ?? '').split(';', 1)[0];
    if (type !== 'application/json') return refuse(415, 'Send application/json.');
    let message: unknown;
    try {
      message = JSON.parse(body);
    } catch {
      return refuse(400, 'The body is not JSON.');
    }
    const text =
      typeof message === 'object' && message !== null && 'text' in message ? message.text : undefined;
    if (typeof text !== 'string' || text.length < 1 || text.length > 2_000)
      return refuse(422, 'A message needs a text of 1 to 2,000 characters.');
    try {
      return { status: 201, headers: json, body: JSON.stringify({ id: await store(text) }) };
    } catch {
      return refuse(503, 'The message could not be stored. Try again.', { 'retry-after': '5' });
    }
  };
}
