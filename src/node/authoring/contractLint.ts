import * as l10n from '@vscode/l10n';
import { parse, type ParserOptions } from '@babel/parser';
import { assertNever } from '../../core/errors';
import type { Exercise } from '../../core/exercise';
import { finding, type UnplacedFinding } from '../../core/verify/finding';

/** A node of Babel's tree, as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } } | null;
  readonly [key: string]: unknown;
}

interface Use {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly what: 'export' | 'property' | 'message';
}

/**
 * A suite may hold a learner only to what he was told. Reports every export and property of the attempt, and every word of
 * an error, that a suite relies on and that neither the statement, nor the requirements, nor the files of the scaffold
 * name.
 *
 * @param environment the type declarations of what suites may import: those names are no news
 */
export function lintContract(exercise: Exercise, environment: string): UnplacedFinding[] {
  const told = new Set(words(publicTexts(exercise).join('\n')));
  const modules = Object.entries(exercise.testModules).map(([file, text]) => ({ file, root: read(text) }));
  const own = new Set([...builtInNames, ...words(environment)]);
  for (const { root } of modules) for (const name of declaredIn(root)) own.add(name);
  const uses = modules.flatMap(({ file, root }) => [...usesIn(file, root)]);
  const untold = uses.filter(({ name, what }) => !told.has(name) && (what === 'export' || !own.has(name)));
  const first = new Map<string, Use>();
  for (const use of untold) if (!first.has(use.name)) first.set(use.name, use);
  return [...first.values()].map(({ name, file, line, what }) =>
    finding(
      'untold-name',
      relianceOn(what, `${file}:${line}`, name),
      l10n.t('Name it in question.md, in a requirement or in a read-only file, or do not rely on it.'),
      { file, line },
    ),
  );
}

function relianceOn(what: Use['what'], place: string, name: string): string {
  switch (what) {
    case 'export':
      return l10n.t('{0} relies on the export “{1}”, which a learner is never told of.', place, name);
    case 'property':
      return l10n.t('{0} relies on the property “{1}”, which a learner is never told of.', place, name);
    case 'message':
      return l10n.t(
        '{0} relies on an error that says “{1}”, which a learner is never told of.',
        ...[place, name],
      );
    default:
      return assertNever(what);
  }
}

function publicTexts({ statement, requirements, files, hints }: Exercise): string[] {
  return [
    statement,
    ...requirements.map(({ text }) => text),
    ...files.map(({ starter }) => starter),
    ...hints.map(({ text }) => text),
  ];
}

const words = (text: string): string[] => text.match(/[A-Za-z_$][\w$]*/g) ?? [];

const parserOptions: ParserOptions = { sourceType: 'module', plugins: ['typescript'], errorRecovery: true };

/** An empty tree for what does not parse: the runner says so, with its place. */
function read(text: string): Node {
  try {
    return parse(text, parserOptions) as unknown as Node;
  } catch {
    return { type: 'File' };
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'loc' || key.endsWith('Comments') || key === 'errors') continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isNode(child)) yield* descendants(child);
  }
}

const lineOf = (node: Node): number => node.loc?.start.line ?? 1;
const childOf = (node: Node, key: string): Node | undefined => {
  const child = node[key];
  return isNode(child) ? child : undefined;
};
const listOf = (node: Node | undefined, key: string): Node[] => {
  const list = node?.[key];
  return Array.isArray(list) ? list.filter(isNode) : [];
};
const textOf = (node: Node | undefined, key: string): string | undefined => {
  const text = node?.[key];
  return typeof text === 'string' ? text : undefined;
};
const identifier = (node: Node | undefined): string | undefined =>
  node?.type === 'Identifier' ? textOf(node, 'name') : undefined;

/** Names that a suite gives: of variables, parameters, and of the properties of objects and types that it makes. */
function* declaredIn(root: Node): Generator<string> {
  const parts = new Set<Node>();
  for (const node of descendants(root)) {
    switch (node.type) {
      case 'ObjectPattern':
        // Their names are somebody else's: `const { name } = await attempt.call()`.
        for (const part of listOf(node, 'properties')) parts.add(part);
        break;
      case 'ObjectProperty':
      case 'ObjectMethod':
      case 'ClassProperty':
      case 'ClassMethod':
      case 'TSPropertySignature':
      case 'TSMethodSignature': {
        const name = identifier(childOf(node, 'key'));
        if (name !== undefined && !parts.has(node)) yield name;
        break;
      }
      case 'TSParameterProperty': {
        const name = identifier(childOf(node, 'parameter'));
        if (name !== undefined) yield name;
        break;
      }
    }
  }
}

function* usesIn(file: string, root: Node): Generator<Use> {
  for (const node of descendants(root)) {
    const use = (name: string | undefined, what: Use['what'], at = node): Use[] =>
      name === undefined ? [] : [{ name, file, line: lineOf(at), what }];
    switch (node.type) {
      case 'ImportDeclaration':
        if (!textOf(childOf(node, 'source'), 'value')?.startsWith('#attempt/')) break;
        for (const part of listOf(node, 'specifiers'))
          yield* use(identifier(childOf(part, 'imported')), 'export', part);
        break;
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        if (node['computed'] !== true) yield* use(identifier(childOf(node, 'property')), 'property');
        break;
      case 'ObjectPattern':
        for (const part of listOf(node, 'properties'))
          yield* use(identifier(childOf(part, 'key')), 'property', part);
        break;
      case 'CallExpression':
        yield* wordsOfErrors(file, node);
        break;
    }
  }
}

/** `assert.throws(…, /words/)` and `assert.rejects(…, { name: 'Word' })` rely on what an error is called and says. */
function* wordsOfErrors(file: string, call: Node): Generator<Use> {
  const callee = childOf(call, 'callee');
  const method = identifier(callee && childOf(callee, 'property'));
  if (method !== 'throws' && method !== 'rejects') return;
  const matcher = listOf(call, 'arguments')[1];
  if (!matcher || (matcher.type !== 'RegExpLiteral' && matcher.type !== 'ObjectExpression')) return;
  for (const node of descendants(matcher)) {
    const text =
      node.type === 'StringLiteral'
        ? textOf(node, 'value')
        : node.type === 'RegExpLiteral'
          ? textOf(node, 'pattern')?.replaceAll(/\\[a-zA-Z]/g, ' ')
          : undefined;
    // Short words are articles and the like; what is long enough to be a name is relied on.
    for (const name of words(text ?? '').filter(word => word.length > 3))
      yield { name, file, line: lineOf(node), what: 'message' };
  }
}

/** What every JavaScript object may have. */
const builtInNames: ReadonlySet<string> = new Set(
  [
    ...[Object, Function, Array, String, Number, Boolean, BigInt, Symbol, Date, RegExp, Promise, Map, Set],
    ...[WeakMap, WeakSet, Error, AggregateError, ArrayBuffer, Uint8Array, AbortController, AbortSignal, Intl],
    ...[Math, JSON, Reflect, console, [].values()],
  ].flatMap(namesOf),
);

/** Of an object, of what it inherits from, and of what its instances have. */
function namesOf(value: object): string[] {
  const parent: unknown = Object.getPrototypeOf(value);
  const instances = 'prototype' in value ? value.prototype : undefined;
  return [value, parent, instances].flatMap(one =>
    (typeof one === 'object' && one !== null) || typeof one === 'function'
      ? Object.getOwnPropertyNames(one)
      : [],
  );
}
