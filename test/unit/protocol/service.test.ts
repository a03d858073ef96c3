import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChildMessage, parseHostMessage } from '../../../src/protocol/run';
import { parseServiceRequest, parseWireReply } from '../../../src/protocol/service';

const request = { service: 'redis', op: 'run', session: 3, words: ['a', '\u00ff'] };

describe('messages about services', () => {
  it('are taken as they are, in both directions', () => {
    const asked = { type: 'service', nonce: 'n', id: 7, request };
    assert.deepEqual(parseChildMessage(asked), asked);
    const reply = ['x', 1, null, { ok: 'OK' }, { err: 'ERR no' }, [['deep']]];
    const answered = { type: 'answer', nonce: 'n', id: 7, reply };
    assert.deepEqual(parseHostMessage(answered), answered);
  });

  const malformed: Readonly<Record<string, unknown>> = {
    'another service': { ...request, service: 'files' },
    'another operation': { ...request, op: 'config' },
    'a name of JavaScript as operation': { ...request, op: 'constructor' },
    'a session that is no number': { ...request, session: '3' },
    'a negative session': { ...request, session: -1 },
    'half a session': { ...request, session: 0.5 },
    'a word that is no text': { ...request, words: ['a', 1] },
    'words that are no list': { ...request, words: 'ab' },
    'too many words': { ...request, words: new Array<string>(300_001).fill('') },
    'too many characters': { ...request, words: new Array<string>(40).fill('x'.repeat(1_048_576)) },
    nothing: null,
  };
  for (const [title, value] of Object.entries(malformed))
    it(`refuse ${title}`, () => {
      assert.equal(parseServiceRequest(value), undefined);
      assert.equal(parseChildMessage({ type: 'service', nonce: 'n', id: 1, request: value }), undefined);
    });

  it('refuse an answer that is nested without end', () => {
    let reply: unknown = 'x';
    for (let depth = 0; depth < 200; depth++) reply = [reply];
    assert.equal(parseWireReply(reply), undefined);
  });

  it('never make the parsers throw', () =>
    fc.assert(
      fc.property(fc.anything(), value => {
        parseServiceRequest(value);
        parseWireReply(value);
      }),
    ));
});
