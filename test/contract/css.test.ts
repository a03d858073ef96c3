import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { filesBelow } from './support/sources';

/**
 * What goes by left and right instead of by start and end. The panel is written from right to left too.
 *
 * @returns declarations as they are written
 */
function physical(css: string): string[] {
  const declarations = [
    ...css.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)/g),
  ];
  return declarations.flatMap(([text, name = '', value = '']) => {
    const sides = value.trim().split(/\s+(?![^(]*\))/);
    const isPhysical =
      /^(left|right)$|-(left|right)(-|$)/.test(name) ||
      (/^(text-align|float|clear)$/.test(name) && /^(left|right)$/.test(value.trim())) ||
      (/^(margin|padding|inset|border-(width|style|color))$/.test(name) &&
        sides.length === 4 &&
        sides[1] !== sides[3]);
    return isPhysical ? [text.trim()] : [];
  });
}

describe('the styles of the panel', () => {
  it('are known when they go by left and right', () => {
    const css = `a { margin-left: 1px; padding: 1px 2px 3px 4px; left: 0; text-align: right; border-top-left-radius: 1px }
      b { margin: 1px 2px 3px; padding: 0 2px 0 2px; margin-inline-start: 1px; text-align: start; inset: 0 }`;
    assert.deepEqual(physical(css), [
      'margin-left: 1px',
      'padding: 1px 2px 3px 4px',
      'left: 0',
      'text-align: right',
      'border-top-left-radius: 1px',
    ]);
  });

  it('go by start and end', () => {
    const odd = filesBelow('src/webview', /\.css$/).flatMap(file =>
      physical(readFileSync(file, 'utf8')).map(text => `${file}: ${text}`),
    );
    assert.deepEqual(odd, []);
  });
});
