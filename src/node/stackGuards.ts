import { parse } from 'sucrase/dist/parser/index.js';
import { ContextualKeyword } from 'sucrase/dist/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/parser/tokenizer/types.js';
import { stackGuard } from '../protocol/run';

type Parsed = ReturnType<typeof parse>;
type Tokens = Parsed['tokens'];
type Scope = Parsed['scopes'][number];

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const call = `${stackGuard}()`;

/**
 * A suite's CommonJS with a call of the guard at the beginning of each function. A learner's code may call a suite's
 * callback from the very end of the stack, so that it counts the call and then has no room left for its assertion; with
 * the guard it does either both or neither. Lines stay where they are.
 */
export function withStackGuards(code: string): string {
  const { tokens, scopes } = parse(code, false, false, false);
  const functions = scopes.filter(({ isFunctionScope, startTokenIndex, endTokenIndex }) => {
    const isModule = startTokenIndex === 0 && endTokenIndex >= tokens.length - 1;
    return isFunctionScope && !isModule;
  });
  const hasBody = (scope: Scope): boolean => tokens[scope.startTokenIndex]?.type === TokenType.braceL;
  const bodyEnds = new Set(functions.filter(hasBody).map(scope => scope.endTokenIndex));
  const insertions = functions.flatMap(scope => {
    if (hasBody(scope)) return atStartOfBody(code, tokens, scope);
    return bodyEnds.has(scope.endTokenIndex) ? [] : aroundExpression(tokens, scope);
  });
  return inserted(code, insertions);
}

function atStartOfBody(code: string, tokens: Tokens, scope: Scope): Insertion[] {
  const at = tokens[scope.startTokenIndex]?.end;
  return at === undefined || code.startsWith(call, at) ? [] : [{ at, text: `${call};` }];
}

/** Of an arrow function without braces. */
function aroundExpression(tokens: Tokens, scope: Scope): Insertion[] {
  const arrow = tokens[arrowIndex(tokens, scope.startTokenIndex)];
  const last = tokens[scope.endTokenIndex - 1];
  if (arrow?.type !== TokenType.arrow || !last || last.end <= arrow.end) return [];
  return [
    { at: arrow.end, text: `(${call},` },
    { at: last.end, text: ')' },
  ];
}

/** Behind the parameters that begin here. */
function arrowIndex(tokens: Tokens, start: number): number {
  let index = start;
  const isAsync = tokens[index]?.contextualKeyword === ContextualKeyword._async;
  if (isAsync && tokens[index + 1]?.type !== TokenType.arrow) index++;
  let depth = 0;
  do {
    const type = tokens[index]?.type;
    if (type === TokenType.parenL) depth++;
    if (type === TokenType.parenR) depth--;
    index++;
  } while (depth > 0 && index < tokens.length);
  return index;
}

function inserted(code: string, insertions: readonly Insertion[]): string {
  const inOrder = insertions.map((insertion, order) => ({ ...insertion, order }));
  // At one place a closing parenthesis belongs to the inner function first; all of them are alike.
  inOrder.sort((a, b) => a.at - b.at || a.order - b.order);
  let from = 0;
  let text = '';
  for (const insertion of inOrder) {
    text += code.slice(from, insertion.at) + insertion.text;
    from = insertion.at;
  }
  return text + code.slice(from);
}
