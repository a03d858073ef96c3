import assert from 'node:assert/strict';
import { createHandler } from '#attempt/handler.ts';
import type { HttpRequest } from '#attempt/types.ts';
import { harden, random, spy } from '#testkit';

const post = (body: string, more: Partial<HttpRequest> = {}): HttpRequest =>
  harden({ method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body, ...more });
const message = (text: unknown): HttpRequest => post(JSON.stringify({ text }));

function handlerWith(store: (text: string) => Promise<string>) {
  const stored = spy(store);
  return { handle: createHandler({ store: stored.fn }), stored };
}

const bodyOf = (body: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(body);
  assert.ok(typeof value === 'object' && value !== null, 'The body is not a JSON object.');
  return value as Record<string, unknown>;
};

describe('the handler', () => {
  it('R1 stores a message and answers its id', async () => {
    const { handle, stored } = handlerWith(async () => 'm-17');
    const response = await handle(message('Hello, Ada'));
    assert.equal(response.status, 201);
    assert.deepEqual(bodyOf(response.body), { id: 'm-17' });
    assert.deepEqual(stored.calls(), [['Hello, Ada']]);
  });

  it('R1 takes texts of every length that is allowed', async () => {
    const { handle } = handlerWith(async () => 'x');
    for (const length of [1, random.int(2, 1_999), 2_000])
      assert.equal((await handle(message('é'.repeat(length)))).status, 201, `${length} characters`);
  });

  const refused: [what: string, status: number, request: HttpRequest][] = [
    ['another method', 405, post('{"text":"a"}', { method: 'GET' })],
    ['no type', 415, post('{"text":"a"}', { headers: {} })],
    ['another type', 415, post('{"text":"a"}', { headers: { 'content-type': 'text/plain' } })],
    ['no JSON', 400, post('{"text":')],
    ['an empty body', 400, post('')],
    ['null', 422, post('null')],
    ['a list', 422, post('["text"]')],
    ['no text', 422, post('{}')],
    ['a number', 422, message(3)],
    ['an empty text', 422, message('')],
    ['a text that is too long', 422, message('x'.repeat(2_001))],
  ];
  for (const [what, status, request] of refused)
    it(`R2 answers ${status} for ${what}`, async () => {
      const { handle, stored } = handlerWith(async () => 'x');
      const response = await handle(request);
      assert.equal(response.status, status);
      const { error } = bodyOf(response.body);
      assert.ok(typeof error === 'string' && error.length > 0, 'There is no error in the body.');
      assert.equal(stored.count(), 0);
    });

  it('R3 says that it may be tried again, and nothing more', async () => {
    const { handle } = handlerWith(async () => {
      throw new Error('connect ECONNREFUSED db-7.internal:5432');
    });
    const { status, headers, body } = await handle(message('Hello'));
    assert.equal(status, 503);
    assert.match(headers['retry-after'] ?? '', /^[1-9][0-9]*$/);
    assert.doesNotMatch(body, /internal|5432|ECONN/);
  });
});
