import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Window } from 'happy-dom';
import { readFigure } from '../../../../src/core/pack/readFigure';

const read = (inside: string, attributes = 'viewBox="0 0 600 200"') =>
  readFigure(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`, 'media/a.figure.svg', [
    'R1',
    'R2',
  ]);

const messages = (inside: string, attributes?: string): readonly string[] =>
  read(inside, attributes).problems.map(({ message }) => message);

const store =
  '<g data-requirement="R1 R2"><title>Store</title><rect class="box" x="10" y="20" width="90" height="40"/></g>';

/** What the reader writes by itself. */
const head =
  '<defs><marker id="figure-media-a-figure-svg-arrow" viewBox="0 0 10 10" refX="8.5" refY="5" markerWidth="7" ' +
  'markerHeight="7" orient="auto-start-reverse"><path class="figure-head" d="M1 1L9 5L1 9"></path></marker></defs>';
const mark = (x: number, y: number): string =>
  `<g class="figure-mark" transform="translate(${x} ${y})"><circle r="8"></circle>` +
  '<path class="figure-tick" d="M-3.6 0.4L-1 3L3.8 -2.8"></path>' +
  '<path class="figure-cross" d="M-2.9 -2.9L2.9 2.9M2.9 -2.9L-2.9 2.9"></path>' +
  '<path class="figure-dots" d="M-3.6 0h0.01M0 0h0.01M3.6 0h0.01"></path></g>';

describe('a figure', () => {
  it('is written anew, with a mark for each part', () =>
    assert.deepEqual(read(`<!-- left out -->${store}<text x="5" y="9" class="note">a &amp; b</text>`), {
      figure: {
        width: 600,
        height: 200,
        viewBox: '0 0 600 200',
        body:
          `${head}<g class="figure-part" data-requirement="R1 R2"><title>Store</title>` +
          `<rect class="figure-box" x="10" y="20" width="90" height="40"></rect>${mark(100, 20)}</g>` +
          '<text x="5" y="9" class="figure-note">a &amp; b</text>',
        parts: [{ name: 'Store', requirements: ['R1', 'R2'] }],
      },
      problems: [],
    }));

  it('has arrows without an author writing an address', () =>
    assert.equal(
      read('<path class="dashed both" d="M0 0H9"/>').figure?.body,
      `${head}<path class="figure-both figure-dashed" marker-end="url(#figure-media-a-figure-svg-arrow)" ` +
        'marker-start="url(#figure-media-a-figure-svg-arrow)" d="M0 0H9"></path>',
    ));

  it('puts the mark where it is told, else at a corner, never outside', () => {
    const placeOf = (inside: string): string | undefined =>
      /translate\(([^)]*)\)/.exec(read(inside).figure?.body ?? '')?.[1];
    const part = (attributes: string, inside: string): string =>
      `<g data-requirement="R1"${attributes}><title>A</title>${inside}</g>`;
    assert.deepEqual(
      [
        placeOf(part(' data-mark="40 50.5"', '<path d="M0 0H9"/>')),
        placeOf(part('', '<g><circle cx="100" cy="100" r="0"/></g>')),
        placeOf(part('', '<rect x="500" y="0" width="100" height="20"/>')),
      ],
      ['40 50.5', '100 100', '590 10'],
    );
    assert.deepEqual(messages(part('', '<path d="M0 0H9"/>')), [
      'There is no place for the mark of this part.',
    ]);
  });

  for (const [what, inside] of [
    ['a script', '<script>alert(1)</script>'],
    ['a script in a namespace', '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'],
    ['HTML', '<foreignObject><p>x</p></foreignObject>'],
    ['a style', '<style>* { fill: url(https://x.test) }</style>'],
    ['a style of its own', '<rect style="fill: red"/>'],
    ['a handler', '<rect onclick="alert(1)"/>'],
    ['a picture', '<image href="https://x.test/a.png"/>'],
    ['another file', '<use href="other.svg#a"/>'],
    ['a link', '<a href="javascript:alert(1)"><text>x</text></a>'],
    ['an animation', '<rect><animate attributeName="x"/></rect>'],
    ['a colour', '<rect fill="#fff"/>'],
    ['an address', '<path d="M0 0" marker-end="url(https://x.test#a)"/>'],
    ['an id', '<rect id="app"/>'],
    ['a name for assistive technology', '<g role="button" aria-label="x"/>'],
    ['a number that is none', '<rect x="1e9"/>'],
    ['a function in a transform', '<rect transform="matrix(1 2 3 4 5 6)"/>'],
    ['a title of nothing', '<title>x</title>'],
    ['words between shapes', 'hello'],
    ['a part in a part', `<g data-requirement="R1"><title>A</title><rect/>${store}</g>`],
    ['a part that is no group', '<rect data-requirement="R1"/>'],
    ['a part of nothing', '<g data-requirement=""><title>A</title><rect/></g>'],
    ['a class of the page', '<rect class="header"/>'],
    ['a class that every object has', '<rect class="constructor"/>'],
    ['an attribute that every object has', '<rect constructor="1"/>'],
    ['an entity', '&file;'],
    ['too much', '<g/>'.repeat(401)],
    ['a great many attributes', `<g ${Array.from({ length: 900 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['nesting', '<g>'.repeat(20_000)],
  ] as const)
    it(`is refused for ${what}`, () => {
      const { figure, problems } = read(inside);
      assert.equal(figure, undefined);
      assert.ok(problems.length > 0);
      assert.ok(problems.every(({ start, end, remedy }) => start >= 0 && end > start && remedy !== ''));
    });

  it('says so once when there is too much of it', () =>
    assert.deepEqual(messages('<g/>'.repeat(900)), ['The figure has more than 400 elements.']));

  it('needs a size', () =>
    assert.deepEqual(messages('', 'width="10"'), ['The root of a figure is an svg with a viewBox.']));

  it('has nothing in it but what may be there, whatever was written', () => {
    const name = fc.constantFrom(
      'g',
      'rect',
      'path',
      'text',
      'title',
      'script',
      'a',
      'style',
      'foreignObject',
      'image',
    );
    const attribute = fc.tuple(
      fc.constantFrom(
        'x',
        'd',
        'class',
        'onload',
        'href',
        'style',
        'id',
        'transform',
        'data-requirement',
        'data-mark',
      ),
      fc.oneof(
        fc.constantFrom('1', 'box', 'R1', 'M0 0', 'translate(1 2)', 'url(#a)', 'javascript:alert(1)'),
        fc.string({ maxLength: 12 }),
      ),
    );
    const escaped = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    const { element } = fc.letrec<{ element: string; node: string }>(tie => ({
      node: fc.oneof({ maxDepth: 4 }, fc.string({ maxLength: 12 }).map(escaped), tie('element')),
      element: fc
        .tuple(
          name,
          fc.uniqueArray(attribute, { maxLength: 3, selector: ([key]) => key }),
          fc.array(tie('node'), { maxLength: 3 }),
        )
        .map(([tag, attributes, children]) => {
          const written = attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
          return `<${tag}${written}>${children.join('')}</${tag}>`;
        }),
    }));
    const page = new Window().document;
    let drawn = 0;
    fc.assert(
      fc.property(fc.array(element, { maxLength: 3 }), elements => {
        const { figure } = read(elements.join(''));
        if (!figure) return;
        drawn++;
        page.body.innerHTML = `<svg>${figure.body.slice(head.length)}</svg>`;
        for (const found of page.body.querySelectorAll('svg *')) {
          assert.ok(
            ['g', 'title', 'rect', 'path', 'text', 'circle'].includes(found.tagName.toLowerCase()),
            found.tagName,
          );
          for (const { name: key, value } of found.attributes) {
            assert.ok(['x', 'd', 'r', 'class', 'transform', 'data-requirement'].includes(key), key);
            assert.match(value ?? '', /^[\w\s().,-]*$/);
          }
        }
      }),
      { numRuns: 2_000 },
    );
    assert.ok(drawn > 100, `only ${drawn} of them were figures`);
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const { figure, problems } = readFigure(text, 'a', []);
        assert.equal(figure === undefined, problems.length > 0);
      }),
    );
  });
});
