import type { LuaMachine } from './machine';
import {
  areEqual,
  arithmetic,
  concat,
  getIndex,
  isBefore,
  isTruthy,
  lengthOf,
  negate,
  rawSet,
  type Describe,
} from './operations';
import type { BinaryOperator, Expression, FunctionBody } from './syntax';
import { LuaTable, type LuaFunction, type LuaValue } from './values';

/** A variable that inner functions share. */
export interface Cell {
  value: LuaValue;
}

/** The variables of one call. */
export interface Frame {
  readonly slots: (LuaValue | Cell)[];
  readonly outer: readonly Cell[];
  readonly varargs: readonly LuaValue[];
}

/** An expression that is ready to run. */
export type Evaluate = (frame: Frame) => LuaValue;
/** One that may give any number of values. */
export type EvaluateMany = (frame: Frame) => readonly LuaValue[];

/** Makes functions; given by the compiler of statements, which needs expressions itself. */
export type MakeFunction = (body: FunctionBody) => (frame: Frame) => LuaFunction;

/** What an expression is called in messages. */
export const describeOf =
  (expression: Expression): Describe =>
  () => {
    switch (expression.kind) {
      case 'local':
        return `local '${expression.variable.name}'`;
      case 'upvalue':
        return `upvalue '${expression.name}'`;
      case 'global':
        return `global '${expression.name}'`;
      case 'method':
        return `method '${expression.name}'`;
      case 'index':
        return expression.key.kind === 'constant' && typeof expression.key.value === 'string'
          ? `field '${expression.key.value}'`
          : "field '?'";
      default:
        return '';
    }
  };

/** Turns expressions into functions of a frame: names are resolved once, and nothing is interpreted when it runs. */
export class ExpressionCompiler {
  constructor(
    private readonly machine: LuaMachine,
    private readonly makeFunction: MakeFunction,
  ) {}

  one(expression: Expression): Evaluate {
    const { machine } = this;
    switch (expression.kind) {
      case 'constant': {
        const { value } = expression;
        return () => value;
      }
      case 'local': {
        const { slot, captured } = expression.variable;
        return captured ? frame => (frame.slots[slot] as Cell).value : frame => frame.slots[slot] as LuaValue;
      }
      case 'upvalue': {
        const { index } = expression;
        return frame => frame.outer[index]!.value;
      }
      case 'global': {
        const { name, line } = expression;
        return () => {
          const value = machine.globals.get(name);
          if (value !== undefined) return value;
          machine.line = line;
          return getIndex(machine, machine.globals, name, () => '');
        };
      }
      case 'index':
        return this.index(expression);
      case 'function':
        return this.makeFunction(expression.body);
      case 'binary':
        return this.binary(expression);
      case 'unary':
        return this.unary(expression);
      case 'table':
        return this.table(expression);
      case 'single':
        return this.one(expression.operand);
      case 'varargs':
        return frame => frame.varargs[0];
      case 'call':
      case 'method': {
        const call = this.many(expression);
        return frame => call(frame)[0];
      }
    }
  }

  many(expression: Expression): EvaluateMany {
    switch (expression.kind) {
      case 'varargs':
        return frame => frame.varargs;
      case 'call':
        return this.call(expression);
      case 'method':
        return this.methodCall(expression);
      default: {
        const evaluate = this.one(expression);
        return frame => [evaluate(frame)];
      }
    }
  }

  /** The values of a list: the last expression gives all of its. */
  list(expressions: readonly Expression[]): EvaluateMany {
    const last = expressions.at(-1);
    if (!last) return () => [];
    const isOpen = last.kind === 'call' || last.kind === 'method' || last.kind === 'varargs';
    if (!isOpen) {
      const all = expressions.map(expression => this.one(expression));
      if (all.length === 1) {
        const [only] = all as [Evaluate];
        return frame => [only(frame)];
      }
      return frame => all.map(evaluate => evaluate(frame));
    }
    const rest = this.many(last);
    if (expressions.length === 1) return rest;
    const first = expressions.slice(0, -1).map(expression => this.one(expression));
    return frame => {
      const values = first.map(evaluate => evaluate(frame));
      for (const value of rest(frame)) values.push(value);
      return values;
    };
  }

  private index(expression: Extract<Expression, { kind: 'index' }>): Evaluate {
    const { machine } = this;
    const { line } = expression;
    const [object, key] = [this.one(expression.object), this.one(expression.key)];
    const describe = describeOf(expression.object);
    return frame => {
      const target = object(frame);
      const name = key(frame);
      if (target instanceof LuaTable && !target.metatable) return target.get(name);
      machine.line = line;
      return getIndex(machine, target, name, describe);
    };
  }

  private call(expression: Extract<Expression, { kind: 'call' }>): EvaluateMany {
    const { machine } = this;
    const { line } = expression;
    const [callee, args] = [this.one(expression.callee), this.list(expression.args)];
    const describe = describeOf(expression.callee);
    return frame => {
      const called = callee(frame);
      const values = args(frame);
      machine.line = line;
      machine.spend();
      return typeof called === 'function' ? called(values) : machine.call(called, values, describe);
    };
  }

  private methodCall(expression: Extract<Expression, { kind: 'method' }>): EvaluateMany {
    const { machine } = this;
    const { line, name } = expression;
    const [object, args] = [this.one(expression.object), this.list(expression.args)];
    const [describe, describeMethod] = [describeOf(expression.object), describeOf(expression)];
    return frame => {
      const target = object(frame);
      machine.line = line;
      const called = getIndex(machine, target, name, describe);
      const values = args(frame);
      machine.line = line;
      machine.spend();
      return machine.call(called, [target, ...values], describeMethod);
    };
  }

  private table(expression: Extract<Expression, { kind: 'table' }>): Evaluate {
    const { machine } = this;
    const { line } = expression;
    const listed = this.list(expression.fields.flatMap(({ key, value }) => (key ? [] : value)));
    const lastIsListed = expression.fields.at(-1)?.key === null;
    const listedOne = expression.fields.flatMap(({ key, value }) => (key ? [] : this.one(value)));
    const keyed = expression.fields.flatMap(({ key, value }) =>
      key ? [{ key: this.one(key), value: this.one(value) }] : [],
    );
    return frame => {
      machine.spend();
      const values = lastIsListed ? listed(frame) : listedOne.map(evaluate => evaluate(frame));
      const table = LuaTable.from(values);
      for (const { key, value } of keyed) {
        machine.line = line;
        rawSet(machine, table, key(frame), value(frame));
      }
      return table;
    };
  }

  private unary({ operator, operand, line }: Extract<Expression, { kind: 'unary' }>): Evaluate {
    const { machine } = this;
    const [evaluate, describe] = [this.one(operand), describeOf(operand)];
    switch (operator) {
      case 'not':
        return frame => !isTruthy(evaluate(frame));
      case '-':
        return frame => {
          const value = evaluate(frame);
          if (typeof value === 'number') return -value;
          machine.line = line;
          return negate(machine, value, describe);
        };
      case '#':
        return frame => {
          const value = evaluate(frame);
          machine.line = line;
          return lengthOf(machine, value, describe);
        };
    }
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>): Evaluate {
    const { operator, line } = expression;
    const { machine } = this;
    const [left, right] = [this.one(expression.left), this.one(expression.right)];
    const names = [describeOf(expression.left), describeOf(expression.right)] as const;
    const at = <T>(work: (a: LuaValue, b: LuaValue) => T): ((frame: Frame) => T) => {
      return frame => {
        const [a, b] = [left(frame), right(frame)];
        machine.line = line;
        return work(a, b);
      };
    };
    switch (operator) {
      case 'and':
        return frame => {
          const value = left(frame);
          return isTruthy(value) ? right(frame) : value;
        };
      case 'or':
        return frame => {
          const value = left(frame);
          return isTruthy(value) ? value : right(frame);
        };
      case '..':
        return at((a, b) => concat(machine, a, b, names));
      case '==':
        return at((a, b) => areEqual(machine, a, b));
      case '~=':
        return at((a, b) => !areEqual(machine, a, b));
      case '<':
        return at((a, b) => isBefore(machine, a, b, false));
      case '<=':
        return at((a, b) => isBefore(machine, a, b, true));
      case '>':
        return at((a, b) => isBefore(machine, b, a, false));
      case '>=':
        return at((a, b) => isBefore(machine, b, a, true));
      default:
        return this.arithmetic(operator, left, right, line, names);
    }
  }

  private arithmetic(
    operator: Extract<BinaryOperator, '+' | '-' | '*' | '/' | '%' | '^'>,
    left: Evaluate,
    right: Evaluate,
    line: number,
    names: readonly [Describe, Describe],
  ): Evaluate {
    const { machine } = this;
    const slow = (a: LuaValue, b: LuaValue): LuaValue => {
      machine.line = line;
      return arithmetic(machine, operator, a, b, names);
    };
    const quick = (work: (a: number, b: number) => number): Evaluate => {
      return frame => {
        const a = left(frame);
        const b = right(frame);
        return typeof a === 'number' && typeof b === 'number' ? work(a, b) : slow(a, b);
      };
    };
    switch (operator) {
      case '+':
        return quick((a, b) => a + b);
      case '-':
        return quick((a, b) => a - b);
      case '*':
        return quick((a, b) => a * b);
      default:
        return frame => slow(left(frame), right(frame));
    }
  }
}
