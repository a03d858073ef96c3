import { Window } from 'happy-dom';
import assert from 'node:assert/strict';
import { textsOf } from '../../../src/webview/pageTexts';
import { englishTexts } from '../../../src/webview/say';

describe('the texts in a page', () => {
  const textsIn = (content: string | undefined) => {
    const window = new Window();
    const page = window.document as unknown as Document;
    if (content !== undefined) {
      const script = page.createElement('script');
      script.id = 'texts';
      script.type = 'application/json';
      script.textContent = content;
      page.head.append(script);
    }
    return textsOf(page);
  };

  it('are what the host has left there', () => {
    assert.deepEqual(textsIn('{"language":"de","table":{"check":"Prüfen"}}'), {
      language: 'de',
      table: { check: 'Prüfen' },
    });
  });

  it('are English where there are none that can be used', () => {
    for (const content of [undefined, '', '{', 'null', '{"language":1}', '{"language":"de","table":{"a":1}}'])
      assert.deepEqual(textsIn(content), englishTexts, content);
  });
});
