import type { Block, Capture, Expression, FunctionBody, Variable } from './syntax';

/** The names that are visible in one function while it is being parsed. */
export class Scope {
  private readonly visible: Variable[] = [];
  private readonly captures: Capture[] = [];
  private readonly captured = new Map<Variable, number>();
  private frameSize = 0;

  constructor(
    readonly parent: Scope | undefined,
    readonly isVariadic: boolean,
  ) {}

  declare(name: string): Variable {
    const variable: Variable = { name, slot: this.frameSize++, captured: false };
    this.visible.push(variable);
    return variable;
  }

  /** Opens a block; what it returns closes it. */
  open(): () => void {
    const { length } = this.visible;
    return () => {
      this.visible.length = length;
    };
  }

  resolve(name: string, line: number): Expression {
    const own = this.find(name);
    if (own) return { kind: 'local', line, variable: own };
    const index = this.captureOf(name);
    return index === undefined ? { kind: 'global', line, name } : { kind: 'upvalue', line, index, name };
  }

  finish(parameters: readonly Variable[], block: Block, name: string): FunctionBody {
    const { isVariadic, captures, frameSize } = this;
    return { parameters, isVariadic, captures, frameSize, block, name };
  }

  private find(name: string): Variable | undefined {
    return this.visible.findLast(variable => variable.name === name);
  }

  private captureOf(name: string): number | undefined {
    const { parent } = this;
    if (!parent) return undefined;
    const variable = parent.find(name);
    if (variable) {
      variable.captured = true;
      return this.remember(variable, { from: 'frame', variable });
    }
    const index = parent.captureOf(name);
    if (index === undefined) return undefined;
    return this.remember(parent.origin(index), { from: 'outer', index });
  }

  /** The variable behind a capture of this function. */
  private origin(index: number): Variable {
    for (const [variable, at] of this.captured) if (at === index) return variable;
    throw new Error('A capture has no variable.');
  }

  private remember(variable: Variable, capture: Capture): number {
    const known = this.captured.get(variable);
    if (known !== undefined) return known;
    const index = this.captures.push(capture) - 1;
    this.captured.set(variable, index);
    return index;
  }
}
