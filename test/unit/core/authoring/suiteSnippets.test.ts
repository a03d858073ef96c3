import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { applied } from '../../../../src/core/authoring/language/edits';
import { plainText } from '../../../../src/core/authoring/language/snippet';
import { importEdits, suiteSnippets } from '../../../../src/core/authoring/language/suiteSnippets';

const requirements = [
  { id: 'R1', text: 'One.' },
  { id: 'R2', text: 'Two.' },
];

/** A suite of one check, as it is after it was taken from the list. */
const suiteOf = ({ body, imports }: { body: string; imports: readonly string[] }): string => {
  const check = plainText(body);
  return applied(check, importEdits(check, imports));
};

describe('checks to begin with', () => {
  it('cite a requirement of the exercise', () => {
    assert.deepEqual(
      suiteSnippets(requirements).filter(({ body }) => !body.startsWith("it('${1|R1,R2|} ${2:")),
      [],
    );
    assert.ok(suiteSnippets([]).every(({ body }) => body.startsWith("it('${1:R1} ")));
  });

  it('are what the test kit understands', () => {
    const snippets = suiteSnippets(requirements);
    const suites = Object.fromEntries(snippets.map((snippet, i) => [`${i}.ts`, suiteOf(snippet)]));
    assert.deepEqual(complaints(suites), []);
  });

  it('bring the imports that are missing', () => {
    const changed = (text: string, names: readonly string[]): string =>
      applied(text, importEdits(text, names));
    assert.equal(
      changed('', ['clock']),
      "import assert from 'node:assert/strict';\nimport { clock } from '#testkit';\n",
    );
    const assertion = "import assert from 'node:assert/strict';\n";
    assert.equal(
      changed(`${assertion}import { a } from '#attempt/a';\n`, ['clock', 'play']),
      `${assertion}import { clock, play } from '#testkit';\nimport { a } from '#attempt/a';\n`,
    );
    assert.equal(
      changed(`${assertion}import { random } from '#testkit';\n`, ['random', 'spy']),
      `${assertion}import { random, spy } from '#testkit';\n`,
    );
    const wide = `${assertion}import {\n  clock,\n  random,\n} from '#testkit';\n`;
    assert.equal(
      changed(wide, ['clock', 'spy']),
      `${assertion}import {\n  clock,\n  random, spy\n} from '#testkit';\n`,
    );
    assert.equal(changed(wide, ['clock']), wide);
  });
});

/** What the compiler says of suites; `subject` is the design, whatever it looks like. */
function complaints(suites: Readonly<Record<string, string>>): string[] {
  const types = ['testkit', 'suite'].map(name => path.resolve(`media/types/${name}.d.ts`));
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { '#testkit': [types[0]!] },
  };
  const subject = 'declare const subject: any, instance: any;\n';
  const texts = new Map(
    Object.entries({ ...suites, 'subject.d.ts': subject }).map(([name, text]) => [path.resolve(name), text]),
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(path.resolve(file));
    return text === undefined ? read(file, ...rest) : ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  host.fileExists = file => texts.has(path.resolve(file)) || exists(file);
  const program = ts.createProgram([...texts.keys(), ...types], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}
