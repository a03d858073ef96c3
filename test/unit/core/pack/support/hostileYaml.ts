/** What somebody could hand in as the YAML of a pack, hoping that a reader chokes on it or is led astray. */
export interface HostileYaml {
  readonly name: string;
  /** The file that is replaced in the good pack. */
  readonly file: 'pack.yaml' | 'counter/exercise.yaml';
  readonly text: (good: string) => string;
  /** The codes of all errors, in order; none when the exercise can be used. */
  readonly outcome: string;
  /** The first error, in full. */
  readonly first: string;
}

const exercise = 'counter/exercise.yaml';
const laughs = ['a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]'];
for (const [before, name] of Array.from('abcdefgh', (letter, i) => [letter, 'bcdefghi'.charAt(i)]))
  laughs.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);

const keys = (count: number): string => Array.from({ length: count }, (_, i) => `k${i}: 1\n`).join('');

export const hostileYaml: readonly HostileYaml[] = [
  {
    name: 'a billion laughs',
    file: exercise,
    text: () => `${laughs.join('\n')}\n`,
    outcome: 'unknown-key, missing-key × 5, nothing-to-do, unknown-key × 8',
    first:
      'counter/exercise.yaml:1:1: error: The file has no key "a". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'a billion laughs behind the title',
    file: exercise,
    text: good => `${good}${laughs.join('\n')}\n`,
    outcome: 'unknown-key × 9',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "a". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'an alias of itself',
    file: exercise,
    text: good => `${good}wrong: &w [*w]\n`,
    outcome: 'duplicate-key',
    first:
      'counter/exercise.yaml:103:1: error: The file has "wrong" twice. Keep one of the two. [duplicate-key]',
  },
  {
    name: 'a title that is an alias',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: &t [*t]'),
    outcome: 'wrong-type',
    first: 'counter/exercise.yaml:1:11: error: "title" must be text, not a list. Write text. [wrong-type]',
  },
  {
    name: 'a cycle through a key',
    file: exercise,
    text: () => '&a\n? *a\n: *a\n',
    outcome: 'wrong-type, missing-key × 5, nothing-to-do',
    first:
      'counter/exercise.yaml:2:1: error: The file has a key that is not a word. Use plain words as keys. [wrong-type]',
  },
  {
    name: 'an alias of nothing',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: *nobody'),
    outcome: 'alias',
    first:
      'counter/exercise.yaml:1:8: error: "title" is an alias. Write the value out; packs have no anchors and aliases. [alias]',
  },
  {
    name: 'a merge key',
    file: exercise,
    text: good => `${good}<<: { title: Another }\n`,
    outcome: 'unknown-key',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "<<". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'a merge key of aliases',
    file: exercise,
    text: good => `${good}<<: [*a, *b]\n`,
    outcome: 'unknown-key',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "<<". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'lists in lists, 50,000 deep',
    file: exercise,
    text: () => '['.repeat(50_000),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:1: error: Lists and records are nested too deeply to be read. Simplify the file. [yaml-syntax]',
  },
  {
    name: 'records in records, 50,000 deep',
    file: exercise,
    text: () => '{a: '.repeat(50_000),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:1: error: Lists and records are nested too deeply to be read. Simplify the file. [yaml-syntax]',
  },
  {
    name: 'lists by lines, 100,000 deep',
    file: exercise,
    text: () => '- '.repeat(100_000),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:1: error: Lists and records are nested too deeply to be read. Simplify the file. [yaml-syntax]',
  },
  {
    name: 'records by indentation, 600 deep',
    file: exercise,
    text: () => Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    outcome: 'unknown-key, missing-key × 5, nothing-to-do',
    first:
      'counter/exercise.yaml:1:1: error: The file has no key "a". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'a text of 300,000 characters',
    file: exercise,
    text: good => good.replace(/title: .*/, `title: ${'x'.repeat(300_000)}`),
    outcome: 'file-too-large',
    first:
      'counter/exercise.yaml:1:1: error: The file has 302816 characters; at most 256000 are read. Move long texts into files of their own. [file-too-large]',
  },
  {
    name: 'a text of 200,000 characters',
    file: exercise,
    text: good => good.replace(/summary: .*/, `summary: ${'x'.repeat(200_000)}`),
    outcome: 'too-long',
    first:
      'counter/exercise.yaml:2:10: error: "summary" has 200000 characters; at most 10000 are read. Shorten it. [too-long]',
  },
  {
    name: '100,000 keys',
    file: exercise,
    text: () => keys(100_000),
    outcome: 'file-too-large',
    first:
      'counter/exercise.yaml:1:1: error: The file has 988890 characters; at most 256000 are read. Move long texts into files of their own. [file-too-large]',
  },
  {
    name: '20,000 keys',
    file: exercise,
    text: good => `${good}${keys(20_000)}`,
    outcome: 'unknown-key × 100, too-many-problems',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "k0". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'one key 20,000 times',
    file: exercise,
    text: good => `${good}${'hints: []\n'.repeat(20_000)}`,
    outcome: 'duplicate-key × 100, too-many-problems',
    first:
      'counter/exercise.yaml:103:1: error: The file has "hints" twice. Keep one of the two. [duplicate-key]',
  },
  {
    name: '20,000 list items',
    file: exercise,
    text: good => good.replace(/skills: .*/, `skills: [${'scale, '.repeat(20_000)}]`),
    outcome: 'duplicate × 100, too-many-problems',
    first: 'counter/exercise.yaml:5:17: error: "scale" is listed twice. Keep one of the two. [duplicate]',
  },
  {
    name: 'the key __proto__',
    file: exercise,
    text: good => `${good}__proto__: { title: Another }\n`,
    outcome: 'unknown-key',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "__proto__". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'the key constructor',
    file: exercise,
    text: good => `${good}constructor: { prototype: { polluted: true } }\n`,
    outcome: 'unknown-key',
    first:
      'counter/exercise.yaml:103:1: error: The file has no key "constructor". Remove it; the keys are title, summary, difficulty, minutes, skills, requirements, files, suites, prerequisites, services, limits, hints, wrong, alternatives, playground, discussions, reveal or renamed. [unknown-key]',
  },
  {
    name: 'a requirement called __proto__',
    file: exercise,
    text: good => good.replace('R1: ', '__proto__: '),
    outcome: 'requirement-order',
    first:
      'counter/exercise.yaml:8:3: error: "__proto__" stands where R1 belongs. Number the requirements R1, R2, … in order. [requirement-order]',
  },
  {
    name: 'an exercise called __proto__',
    file: 'pack.yaml',
    text: good => good.replace('[counter]', '[counter, __proto__]'),
    outcome: 'bad-id',
    first:
      'pack.yaml:11:26: error: Item 2 of "exercises" must be lower-case words joined by hyphens, not "__proto__". It is the name of the folder of the exercise. [bad-id]',
  },
  {
    name: 'former names of __proto__',
    file: 'pack.yaml',
    text: good => `${good}renamed:\n  __proto__: counter\n`,
    outcome: 'duplicate-key',
    first: 'pack.yaml:16:1: error: The file has "renamed" twice. Keep one of the two. [duplicate-key]',
  },
  {
    name: 'a key that is a list',
    file: exercise,
    text: good => `${good}? [a, b]\n: c\n`,
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:1: error: The file has a key that is not a word. Use plain words as keys. [wrong-type]',
  },
  {
    name: 'a key that is nothing',
    file: exercise,
    text: good => `${good}: c\n`,
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:1: error: The file has a key that is not a word. Use plain words as keys. [wrong-type]',
  },
  {
    name: 'a tag of JavaScript',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: !!js/function "() => 1"'),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:8: error: Unresolved tag: tag:yaml.org,2002:js/function. Remove the tag or directive. [yaml-syntax]',
  },
  {
    name: 'a tag of Python',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: !!python/object/apply:os.system ["x"]'),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:8: error: Unresolved tag: tag:yaml.org,2002:python/object/apply:os.system. Remove the tag or directive. [yaml-syntax]',
  },
  {
    name: 'a tag of its own',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: !secret x'),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:8: error: Unresolved tag: !secret. Remove the tag or directive. [yaml-syntax]',
  },
  {
    name: 'binary data',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: !!binary aGVsbG8='),
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:17: error: "title" must be text, not data. Put it in quotes. [wrong-type]',
  },
  {
    name: 'a set',
    file: exercise,
    text: good => good.replace(/skills: .*/, 'skills: !!set { scale }'),
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:5:15: error: "skills" must be a list, not a record. Write a list. [wrong-type]',
  },
  {
    name: 'a directive',
    file: exercise,
    text: good => `%YAML 9.9\n%TAG ! tag:x,2000:\n---\n${good}`,
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:1:7: error: Unsupported YAML version 9.9. Remove the tag or directive. [yaml-syntax]',
  },
  {
    name: 'an old version of YAML',
    file: exercise,
    text: good => `%YAML 1.1\n---\n${good.replace('minutes: 10', 'minutes: 1:10')}`,
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:6:10: error: "minutes" must be a whole number, not text. Use a whole number from 1 to 600. [wrong-type]',
  },
  {
    name: 'two documents',
    file: exercise,
    text: good => `${good}---\n${good}`,
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:103:1: error: Source contains multiple documents; please use YAML.parseAllDocuments(). Correct the YAML here. [yaml-syntax]',
  },
  {
    name: '10,000 documents',
    file: exercise,
    text: () => '---\n'.repeat(10_000),
    outcome: 'yaml-syntax',
    first:
      'counter/exercise.yaml:2:1: error: Source contains multiple documents; please use YAML.parseAllDocuments(). Correct the YAML here. [yaml-syntax]',
  },
  {
    name: 'nothing',
    file: exercise,
    text: () => '',
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:1: error: The file must be a record of "key: value" lines, not nothing. Write a record of "key: value" lines. [wrong-type]',
  },
  {
    name: 'a comment alone',
    file: exercise,
    text: () => '# nothing\n',
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:1: error: The file must be a record of "key: value" lines, not nothing. Write a record of "key: value" lines. [wrong-type]',
  },
  {
    name: 'a text alone',
    file: exercise,
    text: () => 'hello',
    outcome: 'wrong-type',
    first:
      'counter/exercise.yaml:1:1: error: The file must be a record of "key: value" lines, not text. Write a record of "key: value" lines. [wrong-type]',
  },
  {
    name: 'a number beyond all',
    file: exercise,
    text: good => good.replace('minutes: 10', `minutes: 1${'0'.repeat(400)}`),
    outcome: 'out-of-range',
    first:
      'counter/exercise.yaml:4:10: error: "minutes" is Infinity. Use a whole number from 1 to 600. [out-of-range]',
  },
  {
    name: 'a number that is none',
    file: exercise,
    text: good => good.replace('minutes: 10', 'minutes: .nan'),
    outcome: 'out-of-range',
    first:
      'counter/exercise.yaml:4:10: error: "minutes" is NaN. Use a whole number from 1 to 600. [out-of-range]',
  },
  {
    name: 'a number in base 16',
    file: exercise,
    text: good => good.replace('minutes: 10', 'minutes: 0x10'),
    outcome: '',
    first: '',
  },
  {
    name: 'a title that turns the writing around',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: "a\\u202Eb"'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+202E. Remove it. [unseen-character]',
  },
  {
    name: 'a title with terminal colours',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: "\\e[31mred\\e[0m"'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+001B. Remove it. [unseen-character]',
  },
  {
    name: 'a title with NUL',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: "a\\0b"'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+0000. Remove it. [unseen-character]',
  },
  {
    name: 'a title of two lines',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: "a\\nb"'),
    outcome: 'line-end',
    first:
      'counter/exercise.yaml:1:8: error: "title" is more than one line. Write it on one, without tabs. [line-end]',
  },
  {
    name: 'half a character',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: "\\uD800"'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+D800. Remove it. [unseen-character]',
  },
  {
    name: 'control characters between',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: a\u0007b\u001b[2J'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+0007. Remove it. [unseen-character]',
  },
  {
    name: 'a byte-order mark in the middle',
    file: exercise,
    text: good => good.replace(/title: .*/, 'title: a\ufeffb'),
    outcome: 'unseen-character',
    first:
      'counter/exercise.yaml:1:8: error: "title" holds a character that nobody can see: U+FEFF. Remove it. [unseen-character]',
  },
  {
    name: 'another format',
    file: 'pack.yaml',
    text: good => good.replace('format: 1', 'format: 2'),
    outcome: 'unsupported-format',
    first:
      'pack.yaml:1:9: error: This pack is of format 2; only format 1 can be read. Update Design Drills, or correct the number. [unsupported-format]',
  },
  {
    name: 'a format that is a text',
    file: 'pack.yaml',
    text: good => good.replace('format: 1', 'format: "1"'),
    outcome: 'wrong-type',
    first:
      'pack.yaml:1:9: error: "format" must be a whole number, not text. Use a whole number from 1 to 9007199254740991. [wrong-type]',
  },
  {
    name: 'a format of minus one',
    file: 'pack.yaml',
    text: good => good.replace('format: 1', 'format: -1'),
    outcome: 'out-of-range',
    first:
      'pack.yaml:1:9: error: "format" is -1. Use a whole number from 1 to 9007199254740991. [out-of-range]',
  },
  {
    name: 'an id that climbs',
    file: 'pack.yaml',
    text: good => good.replace('id: good', 'id: ../good'),
    outcome: 'bad-id',
    first:
      'pack.yaml:2:5: error: "id" must be lower-case words joined by hyphens, not "../good". Use letters, digits and hyphens, beginning with a letter. [bad-id]',
  },
  {
    name: 'an exercise outside',
    file: 'pack.yaml',
    text: good => good.replace('[counter]', '[../counter]'),
    outcome: 'bad-id, unknown-renamed',
    first:
      'pack.yaml:11:17: error: Item 1 of "exercises" must be lower-case words joined by hyphens, not "../counter". It is the name of the folder of the exercise. [bad-id]',
  },
  {
    name: 'an exercise with an absolute path',
    file: 'pack.yaml',
    text: good => good.replace('[counter]', '[/etc]'),
    outcome: 'bad-id, unknown-renamed',
    first:
      'pack.yaml:11:17: error: Item 1 of "exercises" must be lower-case words joined by hyphens, not "/etc". It is the name of the folder of the exercise. [bad-id]',
  },
  {
    name: 'an id of 10,000 letters',
    file: 'pack.yaml',
    text: good => good.replace('id: good', `id: ${'a'.repeat(10_000)}`),
    outcome: 'bad-id',
    first:
      'pack.yaml:2:5: error: "id" must be lower-case words joined by hyphens, not "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…". Use letters, digits and hyphens, beginning with a letter. [bad-id]',
  },
  {
    name: 'an id that takes long to match',
    file: 'pack.yaml',
    text: good => good.replace('id: good', `id: ${'a-'.repeat(50_000)}!`),
    outcome: 'too-long',
    first: 'pack.yaml:2:5: error: "id" has 100001 characters; at most 10000 are read. Shorten it. [too-long]',
  },
  {
    name: 'a version that takes long to match',
    file: 'pack.yaml',
    text: good => good.replace('version: 1.2.3', `version: 1.2.3-${'a.'.repeat(50_000)}!`),
    outcome: 'too-long',
    first:
      'pack.yaml:5:10: error: "version" has 100007 characters; at most 10000 are read. Shorten it. [too-long]',
  },
  {
    name: 'a file outside',
    file: exercise,
    text: good => good.replace('file: tests/basics.test.ts', 'file: tests/../../../etc/passwd'),
    outcome: 'bad-path',
    first:
      'counter/exercise.yaml:18:11: error: "file" must be a path such as tests/limits.test.ts, not "tests/../../../etc/passwd". Put suites into the folder tests/. [bad-path]',
  },
  {
    name: 'a file of Windows',
    file: exercise,
    text: good => good.replace('- path: counter.ts', '- path: con.ts'),
    outcome: 'bad-path',
    first:
      'counter/exercise.yaml:14:11: error: Not every system can hold a file "con.ts". Choose another name. [bad-path]',
  },
  {
    name: 'a file with another case',
    file: exercise,
    text: good => good.replace('- path: counter.ts', '- path: Types.ts'),
    outcome: 'duplicate-path',
    first:
      'counter/exercise.yaml:14:11: error: "Types.ts" is listed twice. Remove one of the two. [duplicate-path]',
  },
];
