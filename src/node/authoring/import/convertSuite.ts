import { asAssertion, isExpectation } from './assertions';
import {
  child,
  childrenOf,
  list,
  literalOf,
  nameOf,
  parseModule,
  path,
  some,
  text,
  type Node,
} from './syntax';

/** Something that a person has to finish. */
export interface ToDo {
  /** Relative to the imported folder; the place is where to look in the source. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

export interface ConvertedSuite {
  readonly text: string;
  /** Drafted from the titles of tests, in order: the first is R1. */
  readonly requirements: readonly string[];
  readonly toDos: readonly ToDo[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const groups = ['describe', 'xdescribe', 'describe.skip', 'describe.only', 'suite'];
const tests = ['it', 'xit', 'it.skip', 'it.only', 'test', 'xtest', 'test.skip', 'test.only', 'fit'];
const runners = ['vitest', '@jest/globals', '@vitest/globals', 'bun:test'];

/**
 * Makes a hidden suite of a test file for Jest or Vitest. What has no equal is kept as a comment where it stood and told.
 *
 * @param moduleOf what an import of the test file stands for in the attempt: `#attempt/…`; undefined if it is not there
 */
export function convertSuite(
  file: string,
  source: string,
  moduleOf: (specifier: string) => string | undefined,
): ConvertedSuite {
  const conversion = new Conversion(file, source, moduleOf);
  return conversion.run(parseModule(source));
}

class Conversion {
  private readonly edits: Edit[] = [];
  private readonly requirements: string[] = [];
  private readonly toDos: ToDo[] = [];
  private readonly commented: Node[] = [];

  constructor(
    private readonly file: string,
    private readonly source: string,
    private readonly moduleOf: (specifier: string) => string | undefined,
  ) {}

  run(root: Node): ConvertedSuite {
    for (const statement of list(child(root, 'program'), 'body')) this.statement(statement, []);
    const head = "import assert from 'node:assert/strict';\n";
    return {
      text: head + this.edited(),
      requirements: this.requirements,
      toDos: [...this.toDos].sort((a, b) => a.line - b.line),
    };
  }

  private statement(node: Node, titles: readonly string[]): void {
    if (node.type === 'ImportDeclaration') return this.import(node);
    const call = child(node, 'expression');
    if (node.type !== 'ExpressionStatement' || call?.type !== 'CallExpression') {
      this.rest(node);
      return;
    }
    const name = path(child(call, 'callee'))?.join('.') ?? '';
    if (groups.includes(name)) this.group(node, call, titles);
    else if (tests.includes(name)) this.test(node, call, titles);
    else if (/^(?:x?it|x?test|x?describe)\b/.test(this.textOf(call)))
      this.comment(node, 'A test that is made from a table, or in another way of its own; write it out.');
    else if (name === 'beforeAll' || name === 'afterAll')
      this.comment(node, `${name} is not there: each check begins anew. Use beforeEach.`);
    else this.rest(node);
  }

  private group(node: Node, call: Node, titles: readonly string[]): void {
    const [title, body] = list(call, 'arguments');
    const words = literalOf(title);
    if (words === undefined || !body)
      return this.comment(node, 'A group whose title is made while it runs; write it out.');
    this.replace(child(call, 'callee')!, 'describe');
    for (const statement of list(child(body, 'body'), 'body')) this.statement(statement, [...titles, words]);
  }

  private test(node: Node, call: Node, titles: readonly string[]): void {
    const [title, body] = list(call, 'arguments');
    const words = literalOf(title);
    if (words === undefined || !body)
      return this.comment(node, 'A test whose title is made while it runs; write it out.');
    const foreign = usesOf(body).find(use => /^(?:jest|vi|mock)\./.test(use));
    if (foreign !== undefined)
      return this.comment(node, `A test that uses ${foreign}: say it with spy, clock or link of #testkit.`);
    const known = this.toDos.length;
    if (!this.rest(body)) {
      this.toDos.length = known;
      return this.comment(node, 'A test in which nothing could be converted; write it anew.');
    }
    this.replace(child(call, 'callee')!, 'it');
    this.replace(title!, quoted(`R${this.requirement([...titles, words])} ${words}`));
    this.dropTimeLimit(call);
  }

  /** Titles that say the same are one requirement. The outermost group is the exercise, which needs no mention. */
  private requirement(titles: readonly string[]): number {
    const draft = titles.slice(titles.length > 1 ? 1 : 0).join(': ');
    const sentence = `${draft.charAt(0).toUpperCase()}${draft.slice(1)}${/[.!?]$/.test(draft) ? '' : '.'}`;
    const known = this.requirements.indexOf(sentence);
    return known >= 0 ? known + 1 : this.requirements.push(sentence);
  }

  /** The third argument of a test is a limit in real milliseconds; here exercise.yaml has it. */
  private dropTimeLimit(call: Node): void {
    const [, body, limit] = list(call, 'arguments');
    if (body && limit) this.edits.push({ start: body.end, end: limit.end, text: '' });
  }

  /** Converts every expectation at or below a node. Answers whether there was one that could be. */
  private rest(node: Node, statement = node): boolean {
    const awaited = node.type === 'AwaitExpression' ? child(node, 'argument') : undefined;
    if (isExpectation(awaited ?? node, this.source)) {
      const assertion = asAssertion(node, this.source);
      if (assertion !== undefined) {
        this.replace(node, assertion);
        return true;
      }
      this.comment(statement, `${this.textOf(node).split('\n', 1)[0]} has no equal; write it with assert.`);
      return false;
    }
    if (isSetting(node)) {
      this.comment(statement, 'How many expectations there are is not counted.');
      return false;
    }
    let converted = false;
    for (const inner of childrenOf(node)) {
      if (this.commented.some(({ start, end }) => start <= inner.start && inner.end <= end)) continue;
      const holder = /Statement$|^VariableDeclaration$/.test(inner.type) && inner.type !== 'BlockStatement';
      if (this.rest(inner, holder ? inner : statement)) converted = true;
    }
    return converted;
  }

  private import(node: Node): void {
    const source = child(node, 'source')!;
    const specifier = text(source, 'value') ?? '';
    if (runners.includes(specifier)) {
      this.edits.push({ ...withLineEnd(node, this.source), text: '' });
      return;
    }
    if (specifier.startsWith('node:assert')) return;
    const module = this.moduleOf(specifier);
    if (module === undefined) this.comment(node, `${specifier} is no part of the exercise.`);
    else this.replace(source, quoted(module));
  }

  private comment(node: Node, what: string): void {
    const { start, end } = node;
    this.drop(start, end);
    const indent = /[ \t]*$/.exec(this.source.slice(0, start))?.[0] ?? '';
    const lines = this.textOf(node)
      .split('\n')
      .map(line => line.slice(line.startsWith(indent) ? indent.length : 0));
    this.edits.push({
      start,
      end,
      text: lines.map((line, i) => `${i > 0 ? indent : ''}// ${line}`.trimEnd()).join('\n'),
    });
    this.commented.push(node);
    this.toDos.push({ file: this.file, line: node.loc.start.line, what });
  }

  /** What was to be changed inside of something that becomes a comment stays as it was. */
  private drop(start: number, end: number): void {
    for (let i = this.edits.length - 1; i >= 0; i--) {
      const edit = this.edits[i]!;
      if (edit.start >= start && edit.end <= end) this.edits.splice(i, 1);
    }
  }

  private replace({ start, end }: Node, by: string): void {
    this.edits.push({ start, end, text: by });
  }

  private textOf({ start, end }: Node): string {
    return this.source.slice(start, end);
  }

  private edited(): string {
    let result = this.source;
    for (const { start, end, text: by } of [...this.edits].sort((a, b) => b.start - a.start))
      result = result.slice(0, start) + by + result.slice(end);
    return result.replace(/^\n+/, '');
  }
}

const isSetting = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  /^expect\.(?:has)?[aA]ssertions$/.test(path(child(node, 'callee'))?.join('.') ?? '');

/** The names with a point in them that a piece of code begins something with: `jest.fn`. */
function usesOf(node: Node): string[] {
  const found: string[] = [];
  some(node, inner => {
    const name = inner.type === 'MemberExpression' ? path(inner) : undefined;
    if (name && nameOf(child(inner, 'object')) !== undefined) found.push(name.join('.'));
    return false;
  });
  return found;
}

function withLineEnd({ start, end }: Node, source: string): { start: number; end: number } {
  return { start, end: source[end] === '\n' ? end + 1 : end };
}

const quoted = (words: string): string =>
  `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
