/** A script as the parser leaves it: names are resolved to variables, so that nothing is looked up by name later. */

export interface Variable {
  readonly name: string;
  /** Place in the frame of its function. */
  readonly slot: number;
  /** An inner function uses it: then it lives in a cell. */
  captured: boolean;
}

/** Where an inner function finds a variable of an outer one when it is made. */
export type Capture =
  | { readonly from: 'frame'; readonly variable: Variable }
  | { readonly from: 'outer'; readonly index: number };

export interface FunctionBody {
  readonly parameters: readonly Variable[];
  readonly isVariadic: boolean;
  readonly captures: readonly Capture[];
  readonly frameSize: number;
  readonly block: Block;
  readonly name: string;
}

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '^' | '..' | '==' | '~=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

export type Expression = { readonly line: number } & (
  | { readonly kind: 'constant'; readonly value: undefined | boolean | number | string }
  | { readonly kind: 'varargs' }
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'upvalue'; readonly index: number; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
  | {
      readonly kind: 'method';
      readonly object: Expression;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'function'; readonly body: FunctionBody }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not' | '#'; readonly operand: Expression }
  /** In brackets: one value of a call. */
  | { readonly kind: 'single'; readonly operand: Expression }
  | {
      readonly kind: 'table';
      /** A field without a key goes into the list. */
      readonly fields: readonly { readonly key: Expression | null; readonly value: Expression }[];
    }
);

export type Statement = { readonly line: number } & (
  | { readonly kind: 'call'; readonly call: Expression }
  | {
      readonly kind: 'local';
      readonly variables: readonly Variable[];
      readonly values: readonly Expression[];
    }
  | { readonly kind: 'local-function'; readonly variable: Variable; readonly value: Expression }
  | {
      readonly kind: 'assign';
      readonly targets: readonly Expression[];
      readonly values: readonly Expression[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expression; readonly block: Block }[];
      readonly otherwise: Block | null;
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly block: Block }
  | { readonly kind: 'repeat'; readonly block: Block; readonly until: Expression }
  | {
      readonly kind: 'numeric-for';
      readonly variable: Variable;
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression | null;
      readonly block: Block;
    }
  | {
      readonly kind: 'generic-for';
      readonly variables: readonly Variable[];
      readonly values: readonly Expression[];
      readonly block: Block;
    }
  | { readonly kind: 'do'; readonly block: Block }
  | { readonly kind: 'return'; readonly values: readonly Expression[] }
  | { readonly kind: 'break' }
);

export type Block = readonly Statement[];
