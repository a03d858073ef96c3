import assert from 'node:assert/strict';
import { convertSuite } from '../../../../../src/node/authoring/import/convertSuite';
import { importExercise } from '../../../../../src/node/authoring/import/importExercise';

const config = {
  authors: ['ada'],
  blurb: 'Say hello.',
  source_url: 'https://example.edu/hello',
  files: { solution: ['hello.ts'], test: ['hello.test.ts'], example: ['.meta/proof.ci.ts'] },
};
const source = {
  '.docs/introduction.md': '# Introduction\n\nGreetings.\n',
  '.docs/instructions.md': '# Instructions\n\nWrite `hello`.\n\n![A hand](hand.png)\n',
  '.meta/proof.ci.ts': "export const hello = () => 'Hello!'\n",
  'hello.ts': "export const hello = (): string => { throw new Error('later') }\n",
  'hello.test.ts':
    "import { hello } from './hello'\nit('greets', () => {\n  expect(hello()).toBe('Hello!')\n})\n",
};

const imported = (changed: object = {}, files: Readonly<Record<string, string>> = source) =>
  importExercise(
    { ...files, '.meta/config.json': JSON.stringify({ ...config, ...changed }) },
    { title: 'Hello', license: 'MIT' },
    convertSuite,
  );

describe('an exercise in the layout of a track', () => {
  it('becomes one of a pack', () => {
    const { files, toDos } = imported();
    assert.deepEqual(files, {
      'starter/hello.ts': source['hello.ts'],
      'solution/hello.ts': source['.meta/proof.ci.ts'],
      'tests/hello.test.ts': `import assert from 'node:assert/strict';
import { hello } from '#attempt/hello.ts'
it('R1 greets', () => {
  assert.equal(hello(), 'Hello!')
})
`,
      'question.md': `# Hello

Greetings.

Write \`hello\`.

![A hand](hand.png)

---

Adapted from an exercise by ada (MIT). Source: <https://example.edu/hello>.
`,
      'exercise.yaml': `title: Hello
summary: Say hello.
difficulty: core
minutes: 30
skills:
  - requirements
requirements:
  R1: Greets.
files:
  - path: hello.ts
suites:
  - id: hello
    title: Hello
    file: tests/hello.test.ts
wrong: []
discussions: []
`,
    });
    assert.deepEqual(toDos.slice(0, -4), [
      {
        file: '.docs/instructions.md',
        line: 5,
        what: 'Pictures must be SVG files in media/, and HTML is shown as text.',
      },
    ]);
  });

  it('asks for a solution where there is none', () => {
    const { files, toDos } = imported({ files: { ...config.files, example: undefined } });
    assert.equal(files['solution/hello.ts'], source['hello.ts']);
    assert.match(toDos[0]?.what ?? '', /write solution\/ by hand/);
  });

  const refused: [what: string, changed: object, code: string][] = [
    [
      'writes outside of its folder',
      { files: { ...config.files, solution: ['../../hello.ts'] } },
      'bad-path',
    ],
    ['has an absolute path', { files: { ...config.files, solution: ['/etc/hello.ts'] } }, 'bad-path'],
    ['has a name that Windows reserves', { files: { ...config.files, solution: ['con.ts'] } }, 'bad-path'],
    ['has tests of a strange name', { files: { ...config.files, test: ['a b.test.ts'] } }, 'no-source'],
    ['names a file that is not there', { files: { ...config.files, solution: ['other.ts'] } }, 'no-source'],
    ['has no solution', { files: { ...config.files, solution: [] } }, 'no-source'],
    ['has no tests', { files: { ...config.files, test: [] } }, 'no-tests'],
    ['is of another kind', { files: 'hello.ts' }, 'no-source'],
  ];
  for (const [what, changed, code] of refused)
    it(`is refused when it ${what}`, () =>
      assert.throws(() => imported(changed), { name: 'HumanError', code }));

  it('is refused without a statement', () => {
    const { '.docs/instructions.md': _, '.docs/introduction.md': __, ...rest } = source;
    assert.throws(() => imported({}, rest), { code: 'no-source' });
  });
});
