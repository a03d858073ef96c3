import {
  ExpressionCompiler,
  type Cell,
  type Evaluate,
  type EvaluateMany,
  type Frame,
  describeOf,
} from './expressions';
import type { LuaMachine } from './machine';
import { isTruthy, setIndex, toNumber } from './operations';
import { parse } from './parser';
import type { Block, Expression, FunctionBody, Statement, Variable } from './syntax';
import type { LuaFunction, LuaValue } from './values';

/** How a statement ended: on to the next one, out of a loop, or out of the function with values. */
type Outcome = undefined | typeof leaveLoop | readonly LuaValue[];
type Run = (frame: Frame) => Outcome;

const leaveLoop = Symbol('break');

/** Compiles a script to a function. @throws LuaError if it is not Lua */
export function compile(machine: LuaMachine, source: string): LuaFunction {
  const body = parse(source, machine.chunk);
  return new StatementCompiler(machine).makeFunction(body)({ slots: [], outer: [], varargs: [] });
}

class StatementCompiler {
  private readonly expressions: ExpressionCompiler;

  constructor(private readonly machine: LuaMachine) {
    this.expressions = new ExpressionCompiler(machine, body => this.makeFunction(body));
  }

  makeFunction(body: FunctionBody): (frame: Frame) => LuaFunction {
    const { machine } = this;
    const { parameters, isVariadic, captures, frameSize } = body;
    const run = this.block(body.block);
    return made => {
      const outer = captures.map(capture =>
        capture.from === 'frame' ? (made.slots[capture.variable.slot] as Cell) : made.outer[capture.index]!,
      );
      return args => {
        machine.enter();
        const slots = new Array<LuaValue | Cell>(frameSize);
        for (let index = 0; index < parameters.length; index++) {
          const { slot, captured } = parameters[index]!;
          slots[slot] = captured ? { value: args[index] } : args[index];
        }
        const varargs = isVariadic ? args.slice(parameters.length) : [];
        const outcome = run({ slots, outer, varargs });
        machine.leave();
        return typeof outcome === 'object' ? outcome : [];
      };
    };
  }

  private block(block: Block): Run {
    const { machine } = this;
    const statements = block.map(statement => this.statement(statement));
    const [only] = statements;
    if (statements.length === 1 && only)
      return frame => {
        machine.spend();
        return only(frame);
      };
    return frame => {
      for (const run of statements) {
        machine.spend();
        const outcome = run(frame);
        if (outcome !== undefined) return outcome;
      }
      return undefined;
    };
  }

  private statement(statement: Statement): Run {
    const { expressions } = this;
    switch (statement.kind) {
      case 'call': {
        const call = expressions.many(statement.call);
        return frame => void call(frame);
      }
      case 'local':
        return this.local(statement.variables, expressions.list(statement.values));
      case 'local-function': {
        const { variable } = statement;
        const make = expressions.one(statement.value);
        return frame => {
          declare(frame, variable, undefined); // it may call itself
          assign(frame, variable, make(frame));
          return undefined;
        };
      }
      case 'assign':
        return this.assignment(statement.targets, statement.values, statement.line);
      case 'if':
        return this.conditional(statement);
      case 'while': {
        const [condition, body] = [expressions.one(statement.condition), this.block(statement.block)];
        return this.loop(body, frame => isTruthy(condition(frame)));
      }
      case 'repeat':
        return this.repeat(this.block(statement.block), expressions.one(statement.until));
      case 'numeric-for':
        return this.numericFor(statement);
      case 'generic-for':
        return this.genericFor(statement);
      case 'do':
        return this.block(statement.block);
      case 'return':
        return expressions.list(statement.values);
      case 'break':
        return () => leaveLoop;
    }
  }

  private local(variables: readonly Variable[], values: EvaluateMany): Run {
    return frame => {
      const all = values(frame);
      for (let index = 0; index < variables.length; index++) declare(frame, variables[index]!, all[index]);
      return undefined;
    };
  }

  private assignment(targets: readonly Expression[], values: readonly Expression[], line: number): Run {
    const [target] = targets;
    const [value] = values;
    if (targets.length === 1 && values.length === 1 && target && value) {
      const store = this.store(target, line);
      const evaluate = this.expressions.one(value);
      return frame => {
        store(frame)(evaluate(frame));
        return undefined;
      };
    }
    const stores = targets.map(each => this.store(each, line));
    const evaluate = this.expressions.list(values);
    return frame => {
      const ready = stores.map(store => store(frame));
      const all = evaluate(frame);
      for (let index = ready.length - 1; index >= 0; index--) ready[index]!(all[index]);
      return undefined;
    };
  }

  /** Evaluates the parts of a target; what it gives stores a value there. */
  private store(target: Expression, line: number): (frame: Frame) => (value: LuaValue) => void {
    const { machine, expressions } = this;
    switch (target.kind) {
      case 'local':
        return frame => value => assign(frame, target.variable, value);
      case 'upvalue':
        return frame => value => {
          frame.outer[target.index]!.value = value;
        };
      case 'global':
        return () => value => {
          machine.line = line;
          setIndex(machine, machine.globals, target.name, value, () => '');
        };
      case 'index': {
        const [object, key] = [expressions.one(target.object), expressions.one(target.key)];
        const describe = describeOf(target.object);
        return frame => {
          const [owner, name] = [object(frame), key(frame)];
          return value => {
            machine.line = line;
            setIndex(machine, owner, name, value, describe);
          };
        };
      }
      default:
        throw new Error(`Nothing can be assigned to a ${target.kind}.`);
    }
  }

  private conditional({ branches, otherwise }: Extract<Statement, { kind: 'if' }>): Run {
    const choices = branches.map(({ condition, block }) => ({
      condition: this.expressions.one(condition),
      run: this.block(block),
    }));
    const last = otherwise && this.block(otherwise);
    return frame => {
      for (const { condition, run } of choices) if (isTruthy(condition(frame))) return run(frame);
      return last?.(frame);
    };
  }

  private loop(body: Run, goesOn: (frame: Frame) => boolean): Run {
    const { machine } = this;
    return frame => {
      while (goesOn(frame)) {
        machine.spend();
        const outcome = body(frame);
        if (outcome === leaveLoop) return undefined;
        if (outcome !== undefined) return outcome;
      }
      return undefined;
    };
  }

  private repeat(body: Run, until: Evaluate): Run {
    const { machine } = this;
    return frame => {
      do {
        machine.spend();
        const outcome = body(frame);
        if (outcome === leaveLoop) return undefined;
        if (outcome !== undefined) return outcome;
      } while (!isTruthy(until(frame)));
      return undefined;
    };
  }

  private numericFor(statement: Extract<Statement, { kind: 'numeric-for' }>): Run {
    const { machine, expressions } = this;
    const { variable, line } = statement;
    const [from, to] = [expressions.one(statement.from), expressions.one(statement.to)];
    const step = statement.step ? expressions.one(statement.step) : () => 1;
    const body = this.block(statement.block);
    const numberOf = (value: LuaValue, what: string): number => {
      const number = toNumber(value);
      if (number !== undefined) return number;
      machine.line = line;
      throw machine.error(`'for' ${what} must be a number`);
    };
    return frame => {
      const values = [from(frame), to(frame), step(frame)];
      const start = numberOf(values[0], 'initial value');
      const end = numberOf(values[1], 'limit');
      const by = numberOf(values[2], 'step');
      for (let at = start; by > 0 ? at <= end : at >= end; at += by) {
        machine.spend();
        declare(frame, variable, at);
        const outcome = body(frame);
        if (outcome === leaveLoop) return undefined;
        if (outcome !== undefined) return outcome;
      }
      return undefined;
    };
  }

  private genericFor(statement: Extract<Statement, { kind: 'generic-for' }>): Run {
    const { machine } = this;
    const { variables, line } = statement;
    const values = this.expressions.list(statement.values);
    const body = this.block(statement.block);
    return frame => {
      const [iterate, state, start] = values(frame);
      for (let control = start; ;) {
        machine.line = line;
        machine.spend();
        const found = machine.call(iterate, [state, control]);
        control = found[0];
        if (control === undefined) return undefined;
        for (let index = 0; index < variables.length; index++)
          declare(frame, variables[index]!, found[index]);
        const outcome = body(frame);
        if (outcome === leaveLoop) return undefined;
        if (outcome !== undefined) return outcome;
      }
    };
  }
}

/** A declaration makes a new variable each time it is run. */
function declare(frame: Frame, { slot, captured }: Variable, value: LuaValue): void {
  frame.slots[slot] = captured ? { value } : value;
}

function assign(frame: Frame, { slot, captured }: Variable, value: LuaValue): void {
  if (captured) (frame.slots[slot] as Cell).value = value;
  else frame.slots[slot] = value;
}
