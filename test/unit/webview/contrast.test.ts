import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contrast, cssOf, over, parseColour, readable, type Colour } from '../../../src/webview/contrast';

const part = fc.integer({ min: 0, max: 255 });
const opaque = fc.record({ red: part, green: part, blue: part, alpha: fc.constant(1) });
const colour = fc.record({
  red: part,
  green: part,
  blue: part,
  alpha: fc.double({ min: 0, max: 1, noNaN: true }),
});
const parsed = (text: string): Colour => {
  const found = parseColour(text);
  assert.ok(found, text);
  return found;
};

describe('colours', () => {
  it('are read as themes and browsers write them', () => {
    const orange = { red: 255, green: 136, blue: 0, alpha: 1 };
    for (const text of ['#f80', '#F80F', '#ff8800', '#ff8800ff', 'rgb(255, 136, 0)', 'rgb(255 136 0)'])
      assert.deepEqual(parseColour(text), orange, text);
    assert.deepEqual(parseColour('rgba(255, 136, 0, 0.5)'), { ...orange, alpha: 0.5 });
    assert.deepEqual(parseColour('color(srgb 1 0 0 / 0.5)'), { red: 255, green: 0, blue: 0, alpha: 0.5 });
    for (const text of ['', 'red', '#ff', '#fffff', 'rgb(a, b, c)', 'transparent', 'url(x)'])
      assert.equal(parseColour(text), undefined, text);
  });

  it('differ by what the guidelines say', () => {
    assert.equal(contrast(parsed('#000'), parsed('#fff')), 21);
    assert.equal(contrast(parsed('#777'), parsed('#fff')).toFixed(2), '4.48');
    assert.equal(contrast(parsed('#fff'), parsed('#777')).toFixed(2), '4.48');
  });

  it('are seen through one another', () =>
    assert.deepEqual(over(parsed('#ffffff80'), parsed('#000')).red.toFixed(0), '128'));

  it('stay as they are where they can be read', () => {
    assert.equal(cssOf(readable(parsed('#569cd6'), parsed('#1f1f1f'))), 'rgb(86 156 214)');
    assert.equal(cssOf(readable(parsed('#6a9955'), parsed('#2b2b2b'))), 'rgb(113 158 94)');
  });

  it('can be read on every background', () => {
    fc.assert(
      fc.property(colour, opaque, (text, background) =>
        assert.ok(contrast(parsed(cssOf(readable(text, background))), background) >= 4.5),
      ),
      { numRuns: 2_000 },
    );
  });
});
