import path from 'node:path';
import { draftYaml } from '../../../core/authoring/draftExercise';
import { HumanError, toError } from '../../../core/errors';
import { attemptPathPattern, isPortablePath, suitePathPattern } from '../../../core/pack/names';
import { isListOf, isShaped, isText, orUndefined, type Is } from '../../../core/shape';
import type { convertSuite, ConvertedSuite, ToDo } from './convertSuite';

export interface ImportOptions {
  readonly title: string;
  /** Under which it may be used. */
  readonly license: string;
}

export interface Imported {
  /** By path in the exercise. */
  readonly files: Readonly<Record<string, string>>;
  readonly toDos: readonly ToDo[];
}

/** `.meta/config.json` of an exercise, as far as it is used here. */
export interface SourceConfig {
  readonly authors?: readonly string[] | undefined;
  readonly contributors?: readonly string[] | undefined;
  readonly blurb?: string | undefined;
  readonly source?: string | undefined;
  readonly source_url?: string | undefined;
  readonly files: {
    readonly solution: readonly string[];
    readonly test: readonly string[];
    readonly example?: readonly string[] | undefined;
  };
}

const texts = isListOf(isText);
const isSourceConfig: Is<SourceConfig> = isShaped<SourceConfig>({
  authors: orUndefined(texts),
  contributors: orUndefined(texts),
  blurb: orUndefined(isText),
  source: orUndefined(isText),
  source_url: orUndefined(isText),
  files: isShaped({ solution: texts, test: texts, example: orUndefined(texts) }),
});

export const configPath = '.meta/config.json';

/**
 * Makes an exercise of one that is laid out as on Exercism's TypeScript track: `.docs/instructions.md`, `.meta/config.json`,
 * a stub, a test file for Jest or Vitest and an example solution.
 *
 * @param source every text file of the folder, by its path in it
 * @param convert `convertSuite`, which comes with a parser and so with a bundle of its own
 * @throws HumanError when the folder is not laid out so, or its test is not TypeScript.
 */
export function importExercise(
  source: Readonly<Record<string, string>>,
  options: ImportOptions,
  convert: typeof convertSuite,
): Imported {
  const config = readConfig(source[configPath]);
  const toDos: ToDo[] = [];
  const files: Record<string, string> = {};
  const stubs = config.files.solution;
  for (const stub of stubs) requirePath(stub, attemptPathPattern);
  stubs.forEach((stub, i) => {
    const example = config.files.example?.[i];
    files[`starter/${stub}`] = need(source, stub);
    files[`solution/${stub}`] = (example === undefined ? undefined : source[example]) ?? need(source, stub);
    if (example === undefined)
      toDos.push({
        file: stub,
        line: 1,
        what: 'There is no example solution for it: write solution/ by hand.',
      });
  });
  const suites = config.files.test.map(file => {
    const name = `tests/${path.posix.basename(file).replace(/(?:\.(?:test|spec))?\.ts$/, '')}.test.ts`;
    return { name, ...converted(file, need(source, file), stubs, convert) };
  });
  for (const { name } of suites) requirePath(name, suitePathPattern);
  const [suite, ...others] = suites;
  if (!suite) throw new HumanError('no-tests', `${configPath} names no test file. Name it there first.`);
  files[suite.name] = suite.text;
  toDos.push(...suite.toDos);
  for (const { name } of others)
    toDos.push({ file: configPath, line: 1, what: `Only the first test file is converted, not ${name}.` });
  files['question.md'] = statementOf(source, config, options, toDos);
  files['exercise.yaml'] = exerciseYaml(config, options, suite);
  return { files, toDos: [...toDos, ...alwaysLeft] };
}

/** What nobody can convert, because it is not in the source. */
const alwaysLeft: readonly ToDo[] = [
  [
    'requirements',
    'Drafted from the titles of tests. Merge them, and say each as a rule that a learner can follow.',
  ],
  ['skills', 'Choose the skills, the difficulty and the minutes.'],
  ['wrong', 'Add wrong designs, each caught by the requirement that it breaks.'],
  ['discussions', 'Add a question about the design.'],
].map(([key = '', what = '']) => ({ file: 'exercise.yaml', line: 1, what: `${key}: ${what}` }));

function readConfig(text: string | undefined): SourceConfig {
  const what = `The folder has no ${configPath} that names files.solution and files.test`;
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (isSourceConfig(value) && value.files.solution.length > 0) return value;
  } catch {
    // The message below says what is wanted.
  }
  throw new HumanError(
    'no-source',
    `${what}. Name the folder of an exercise of Exercism’s TypeScript track.`,
  );
}

/** The source is somebody else's: what it names is written to where a pack may have files, and nowhere else. */
function requirePath(file: string, pattern: RegExp): void {
  if (!pattern.test(file) || !isPortablePath(file))
    throw new HumanError(
      'bad-path',
      `${configPath} names ${file}, which a pack cannot hold. Use letters, digits, “.”, “_”, “-” and “/”, and end it in .ts.`,
    );
}

function need(source: Readonly<Record<string, string>>, file: string): string {
  const text = Object.hasOwn(source, file) ? source[file] : undefined;
  if (text === undefined)
    throw new HumanError(
      'no-source',
      `${configPath} names ${file}, and there is no such file. Correct one of them.`,
    );
  return text;
}

function converted(
  file: string,
  text: string,
  stubs: readonly string[],
  convert: typeof convertSuite,
): ConvertedSuite {
  const moduleOf = (specifier: string): string | undefined => {
    const wanted = path.posix.join(path.posix.dirname(file), specifier.replace(/\.(?:ts|js)$/, ''));
    const stub = specifier.startsWith('.') && stubs.find(known => known.replace(/\.ts$/, '') === wanted);
    return stub ? `#attempt/${stub}` : undefined;
  };
  try {
    return convert(file, text, moduleOf);
  } catch (thrown) {
    throw new HumanError('bad-tests', `${file} cannot be read as TypeScript: ${toError(thrown).message}.`);
  }
}

/** Introduction and instructions under one title, and at the end where they come from. */
function statementOf(
  source: Readonly<Record<string, string>>,
  config: SourceConfig,
  { title, license }: ImportOptions,
  toDos: ToDo[],
): string {
  const parts = ['introduction', 'instructions', 'instructions.append'].flatMap(name => {
    const file = `.docs/${name}.md`;
    const text = source[file];
    if (text === undefined) return [];
    text.split('\n').forEach((line, i) => {
      if (/!\[|<(?:img|a|br|details)\b/.test(line))
        toDos.push({
          file,
          line: i + 1,
          what: 'Pictures must be SVG files in media/, and HTML is shown as text.',
        });
    });
    return [text.replace(/^\s*# .*\n+/, '').trim()];
  });
  if (parts.length === 0)
    throw new HumanError('no-source', 'The folder has no .docs/instructions.md. Write the statement first.');
  const people = [...(config.authors ?? []), ...(config.contributors ?? [])];
  const from = [config.source, config.source_url && `<${config.source_url}>`].filter(Boolean).join(', ');
  const credit = [
    `Adapted from an exercise by ${people.length > 0 ? people.join(', ') : 'its authors'} (${license}).`,
    ...(from === '' ? [] : [`Source: ${from}.`]),
  ].join(' ');
  return `# ${title}\n\n${parts.join('\n\n')}\n\n---\n\n${credit}\n`;
}

function exerciseYaml(
  config: SourceConfig,
  { title }: ImportOptions,
  { name, requirements }: ConvertedSuite & { readonly name: string },
): string {
  const id = path.posix
    .basename(name, '.test.ts')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return draftYaml({
    title,
    summary: config.blurb ?? `${title}.`,
    requirements,
    files: config.files.solution,
    suite: { id, title, file: name },
  });
}
