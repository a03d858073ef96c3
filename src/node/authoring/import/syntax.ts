import { parse, type ParserOptions } from '@babel/parser';

/** A node of Babel's tree, as far as it is looked at here. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

const options: ParserOptions = { sourceType: 'module', plugins: ['typescript'] };

/** @throws SyntaxError of the parser, with line and column, when the text is not TypeScript. */
export function parseModule(text: string): Node {
  const root: unknown = parse(text, options);
  if (!isNode(root)) throw new SyntaxError('There is nothing in it');
  return root;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

export const childrenOf = (node: Node): Node[] =>
  Object.entries(node)
    .filter(([key]) => key !== 'loc' && key !== 'errors' && !key.endsWith('omments'))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isNode);

export const child = (node: Node | undefined, key: string): Node | undefined => {
  const value = node?.[key];
  return isNode(value) ? value : undefined;
};

export const list = (node: Node | undefined, key: string): Node[] => {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const text = (node: Node | undefined, key: string): string | undefined => {
  const value = node?.[key];
  return typeof value === 'string' ? value : undefined;
};

export const nameOf = (node: Node | undefined): string | undefined =>
  node?.type === 'Identifier' ? text(node, 'name') : undefined;

/** `a.b.c` as `['a', 'b', 'c']`; undefined for anything that is not names joined by points. */
export function path(node: Node | undefined): readonly string[] | undefined {
  const name = nameOf(node);
  if (name !== undefined) return [name];
  if (node?.type !== 'MemberExpression' || node['computed'] === true) return undefined;
  const before = path(child(node, 'object'));
  const last = nameOf(child(node, 'property'));
  return before && last !== undefined ? [...before, last] : undefined;
}

/** The text of a string, or of a template without holes. */
export function literalOf(node: Node | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return text(node, 'value');
  if (node?.type !== 'TemplateLiteral' || list(node, 'expressions').length > 0) return undefined;
  const value = list(node, 'quasis')[0]?.['value'];
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'
    ? value.cooked
    : undefined;
}

export const some = (node: Node, matches: (inner: Node) => boolean): boolean =>
  matches(node) || childrenOf(node).some(inner => some(inner, matches));
