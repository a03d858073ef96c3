import { child, list, literalOf, nameOf, type Node } from './syntax';

/** `expect(actual).not.rejects.matcher(…)`, taken apart. */
interface Expectation {
  readonly actual: string;
  /** The same where it stands beside an operator or before a point. */
  readonly operand: string;
  readonly negated: boolean;
  readonly settles: 'resolves' | 'rejects' | null;
  readonly matcher: string;
  readonly given: readonly Node[];
}

/** How a matcher of Jest and Vitest is said with node:assert; undefined for one that has no short equal. */
type Say = (
  { actual, operand }: Pick<Expectation, 'actual' | 'operand'>,
  given: readonly string[],
  nodes: readonly Node[],
) => string | undefined;

const equal = (actual: string, expected: string): string => `assert.equal(${actual}, ${expected})`;
const differ = (actual: string, expected: string): string => `assert.notEqual(${actual}, ${expected})`;
const holds = (condition: string): string => `assert.ok(${condition})`;

const is = (value: string) => ({
  is: ({ actual }: { readonly actual: string }) => equal(actual, value),
  not: ({ actual }: { readonly actual: string }) => differ(actual, value),
});

/** With what the matcher was given, which it needs. */
const given =
  (say: (values: { actual: string; operand: string; expected: string }) => string): Say =>
  (values, [expected]) =>
    expected === undefined ? undefined : say({ ...values, expected });

const compared = (operator: string): { readonly is: Say } => ({
  is: given(({ operand, expected }) => holds(`${operand} ${operator} ${expected}`)),
});

const thrown: Say = ({ actual }, texts, nodes) => {
  const error = errorOf(texts, nodes);
  return error && `assert.throws(${[actual, ...error].join(', ')})`;
};

const truthy: Say = ({ actual }) => holds(actual);
const falsy: Say = ({ actual }) => holds(`!(${actual})`);

const sayings: Readonly<Record<string, { readonly is: Say; readonly not?: Say }>> = {
  toBe: {
    is: given(({ actual, expected }) => equal(actual, expected)),
    not: given(({ actual, expected }) => differ(actual, expected)),
  },
  toEqual: {
    is: given(({ actual, expected }) => `assert.deepEqual(${actual}, ${expected})`),
    not: given(({ actual, expected }) => `assert.notDeepEqual(${actual}, ${expected})`),
  },
  toBeNull: is('null'),
  toBeUndefined: is('undefined'),
  toBeDefined: { is: is('undefined').not, not: is('undefined').is },
  toBeNaN: is('NaN'),
  toBeTruthy: { is: truthy, not: falsy },
  toBeFalsy: { is: falsy, not: truthy },
  toBeGreaterThan: compared('>'),
  toBeGreaterThanOrEqual: compared('>='),
  toBeLessThan: compared('<'),
  toBeLessThanOrEqual: compared('<='),
  toBeInstanceOf: compared('instanceof'),
  toHaveLength: { is: given(({ operand, expected }) => equal(`${operand}.length`, expected)) },
  toContain: {
    is: given(({ operand, expected }) => holds(`${operand}.includes(${expected})`)),
    not: given(({ operand, expected }) => holds(`!${operand}.includes(${expected})`)),
  },
  toMatch: {
    is: ({ actual, operand }, [pattern], [node]) => {
      if (pattern === undefined) return undefined;
      const isPattern = node?.type === 'RegExpLiteral';
      return isPattern ? `assert.match(${actual}, ${pattern})` : holds(`${operand}.includes(${pattern})`);
    },
  },
  toBeCloseTo: {
    is: ({ operand }, [expected, digits = '2']) =>
      expected && holds(`Math.abs(${operand} - ${expected}) < 10 ** -${digits} / 2`),
  },
  toThrow: {
    is: thrown,
    not: ({ actual }, texts) => (texts.length > 0 ? undefined : `assert.doesNotThrow(${actual})`),
  },
};

const otherNames: Readonly<Record<string, string>> = {
  toStrictEqual: 'toEqual',
  toThrowError: 'toThrow',
};

/** Whether a call is the end of a chain that begins with `expect(…)`. */
export const isExpectation = (node: Node, source: string): boolean =>
  readExpectation(node, source) !== undefined;

/**
 * The same with node:assert, or undefined where it has to be written by hand. What awaits a promise stands for the
 * `await` around it as well.
 *
 * @param node an expectation, or an `await` of one
 */
export function asAssertion(node: Node, source: string): string | undefined {
  const awaited = node.type === 'AwaitExpression';
  const expectation = readExpectation(awaited ? child(node, 'argument') : node, source);
  if (!expectation) return undefined;
  const { actual, operand, negated, settles, matcher, given: nodes } = expectation;
  const saying = sayings[otherNames[matcher] ?? matcher];
  const say = negated ? saying?.not : saying?.is;
  const texts = nodes.map(argument => source.slice(argument.start, argument.end));
  if (!say || texts.some(text => /\bexpect\./.test(text))) return undefined;
  const prefix = awaited ? 'await ' : '';
  switch (settles) {
    case null: {
      const said = say({ actual, operand }, texts, nodes);
      return said && prefix + said;
    }
    case 'resolves':
      // Without an await around it, the function may not be async.
      return awaited
        ? say({ actual: `await ${operand}`, operand: `(await ${operand})` }, texts, nodes)
        : undefined;
    case 'rejects': {
      const error = say === thrown ? errorOf(texts, nodes) : undefined;
      return error && `${prefix}assert.rejects(${[actual, ...error].join(', ')})`;
    }
  }
}

/** What assert.throws takes for what toThrow was given; undefined when nobody can say. */
function errorOf(texts: readonly string[], [node]: readonly Node[]): string[] | undefined {
  const [given] = texts;
  if (given === undefined || node === undefined) return [];
  const words = literalOf(node);
  if (words !== undefined)
    return [`/${words.replaceAll(/[/\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\n', '\\n')}/`];
  if (node.type === 'RegExpLiteral') return [given];
  if (node.type === 'NewExpression') {
    const [message] = list(node, 'arguments');
    return message
      ? [`{ message: ${texts[0]!.slice(message.start - node.start, message.end - node.start)} }`]
      : [];
  }
  return node.type === 'Identifier' ? [given] : undefined;
}

function readExpectation(node: Node | undefined, source: string): Expectation | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  let member = child(node, 'callee');
  const matcher = member?.type === 'MemberExpression' ? nameOf(child(member, 'property')) : undefined;
  if (matcher === undefined) return undefined;
  let negated = false;
  let settles: Expectation['settles'] = null;
  for (;;) {
    const object: Node | undefined = child(member, 'object');
    if (object?.type === 'MemberExpression') {
      const word = nameOf(child(object, 'property'));
      if (word === 'not') negated = !negated;
      else if (word === 'resolves' || word === 'rejects') settles = word;
      else return undefined;
      member = object;
      continue;
    }
    const [actual] = list(object, 'arguments');
    if (object?.type !== 'CallExpression' || nameOf(child(object, 'callee')) !== 'expect' || !actual)
      return undefined;
    return {
      ...{ negated, settles, matcher },
      actual: source.slice(actual.start, actual.end),
      operand: parenthesised(actual, source),
      given: list(node, 'arguments'),
    };
  }
}

/** What binds more loosely than a point or a comparison goes in parentheses. */
function parenthesised(node: Node, source: string): string {
  const text = source.slice(node.start, node.end);
  const loose =
    /^(?:Arrow|Await|Binary|Conditional|Logical|Assignment|Unary|Yield|New)|^(?:TSAsExpression|FunctionExpression|NumericLiteral|ObjectExpression)$/;
  const isFunction = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
  return loose.test(node.type) && !isFunction ? `(${text})` : text;
}
