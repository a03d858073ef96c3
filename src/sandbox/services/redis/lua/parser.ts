import { Scope } from './scope';
import type { BinaryOperator, Block, Expression, FunctionBody, Statement } from './syntax';
import { TokenReader } from './tokenReader';

/** Left and right binding power. */
const powers: Readonly<Record<BinaryOperator, readonly [number, number]>> = {
  or: [1, 1],
  and: [2, 2],
  '<': [3, 3],
  '>': [3, 3],
  '<=': [3, 3],
  '>=': [3, 3],
  '~=': [3, 3],
  '==': [3, 3],
  '..': [5, 4],
  '+': [6, 6],
  '-': [6, 6],
  '*': [7, 7],
  '/': [7, 7],
  '%': [7, 7],
  '^': [10, 9],
};
const unaryPower = 8;

/** A script as the body of a function that takes anything. @throws LuaError for text that is not Lua 5.1 */
export function parse(source: string, chunk: string): FunctionBody {
  return new Parser(source, chunk).run();
}

class Parser extends TokenReader {
  private scope = new Scope(undefined, true);

  run(): FunctionBody {
    const block = this.block();
    if (this.token.kind !== 'end') throw this.unexpected("'<eof>' expected");
    return this.scope.finish([], block, '');
  }

  private get endsBlock(): boolean {
    return this.token.kind === 'end' || ['end', 'else', 'elseif', 'until'].some(text => this.is(text));
  }

  private block(): Block {
    return this.nested(() => {
      const statements: Statement[] = [];
      while (!this.endsBlock) {
        const statement = this.statement();
        statements.push(statement);
        this.accept(';');
        if (statement.kind === 'return' || statement.kind === 'break') break;
      }
      return statements;
    });
  }

  private scoped(read: () => Block): Block {
    const close = this.scope.open();
    const block = read();
    close();
    return block;
  }

  private statement(): Statement {
    const { line } = this.token;
    if (this.accept('if')) return this.ifStatement(line);
    if (this.accept('while')) {
      const condition = this.expression();
      this.expect('do');
      return { kind: 'while', line, condition, block: this.body('while', line) };
    }
    if (this.accept('do')) return { kind: 'do', line, block: this.body('do', line) };
    if (this.accept('for')) return this.forStatement(line);
    if (this.accept('repeat')) return this.repeatStatement(line);
    if (this.accept('function')) return this.functionStatement(line);
    if (this.accept('local')) return this.accept('function') ? this.localFunction(line) : this.local(line);
    if (this.accept('return')) {
      const values = this.endsBlock || this.is(';') ? [] : this.expressions();
      return { kind: 'return', line, values };
    }
    if (this.accept('break')) return { kind: 'break', line };
    return this.expressionStatement(line);
  }

  /** A block up to its `end`. */
  private body(opening: string, line: number): Block {
    const block = this.scoped(() => this.block());
    this.expect('end', { text: opening, line });
    return block;
  }

  private ifStatement(line: number): Statement {
    const branches: { condition: Expression; block: Block }[] = [];
    let otherwise: Block | null = null;
    do {
      const condition = this.expression();
      this.expect('then');
      branches.push({ condition, block: this.scoped(() => this.block()) });
    } while (this.accept('elseif'));
    if (this.accept('else')) otherwise = this.scoped(() => this.block());
    this.expect('end', { text: 'if', line });
    return { kind: 'if', line, branches, otherwise };
  }

  private forStatement(line: number): Statement {
    const first = this.name();
    if (this.accept('=')) {
      const from = this.expression();
      this.expect(',');
      const to = this.expression();
      const step = this.accept(',') ? this.expression() : null;
      this.expect('do');
      const close = this.scope.open();
      const variable = this.scope.declare(first);
      const block = this.body('for', line);
      close();
      return { kind: 'numeric-for', line, variable, from, to, step, block };
    }
    const names = [first];
    while (this.accept(',')) names.push(this.name());
    this.expect('in');
    const values = this.expressions();
    this.expect('do');
    const close = this.scope.open();
    const variables = names.map(name => this.scope.declare(name));
    const block = this.body('for', line);
    close();
    return { kind: 'generic-for', line, variables, values, block };
  }

  private repeatStatement(line: number): Statement {
    const close = this.scope.open();
    const block = this.block();
    this.expect('until', { text: 'repeat', line });
    const until = this.expression(); // sees the locals of the block
    close();
    return { kind: 'repeat', line, block, until };
  }

  private functionStatement(line: number): Statement {
    let name = this.name();
    let target = this.scope.resolve(name, line);
    let isMethod = false;
    while (this.is('.') || this.is(':')) {
      isMethod = this.is(':');
      this.at++;
      const key = this.name();
      name = key;
      target = { kind: 'index', line, object: target, key: { kind: 'constant', line, value: key } };
      if (isMethod) break;
    }
    return { kind: 'assign', line, targets: [target], values: [this.functionBody(line, name, isMethod)] };
  }

  private localFunction(line: number): Statement {
    const name = this.name();
    const variable = this.scope.declare(name);
    return { kind: 'local-function', line, variable, value: this.functionBody(line, name, false) };
  }

  private local(line: number): Statement {
    const names = [this.name()];
    while (this.accept(',')) names.push(this.name());
    const values = this.accept('=') ? this.expressions() : [];
    return { kind: 'local', line, variables: names.map(name => this.scope.declare(name)), values };
  }

  private expressionStatement(line: number): Statement {
    const first = this.suffixed();
    if (first.kind === 'call' || first.kind === 'method') {
      if (!this.is('=') && !this.is(',')) return { kind: 'call', line, call: first };
    }
    const targets = [this.assignable(first)];
    while (this.accept(',')) targets.push(this.assignable(this.suffixed()));
    this.expect('=');
    return { kind: 'assign', line, targets, values: this.expressions() };
  }

  private assignable(target: Expression): Expression {
    if (['local', 'upvalue', 'global', 'index'].includes(target.kind)) return target;
    throw this.unexpected('syntax error');
  }

  private expressions(): Expression[] {
    const list = [this.expression()];
    while (this.accept(',')) list.push(this.expression());
    return list;
  }

  private expression(least = 0): Expression {
    return this.nested(() => {
      let left = this.operand();
      for (;;) {
        const { line, kind, text } = this.token;
        if ((kind !== 'symbol' && kind !== 'keyword') || !Object.hasOwn(powers, text)) return left;
        const operator = text as BinaryOperator;
        const [power, rightPower] = powers[operator];
        if (power <= least) return left;
        this.at++;
        left = { kind: 'binary', line, operator, left, right: this.expression(rightPower) };
      }
    });
  }

  private operand(): Expression {
    const { line, kind, text, number } = this.token;
    if (kind === 'number' || kind === 'string') {
      this.at++;
      return { kind: 'constant', line, value: kind === 'number' ? number : text };
    }
    if (this.accept('nil')) return { kind: 'constant', line, value: undefined };
    if (this.accept('true')) return { kind: 'constant', line, value: true };
    if (this.accept('false')) return { kind: 'constant', line, value: false };
    if (this.accept('function')) return this.functionBody(line, '', false);
    if (this.is('{')) return this.table();
    if (this.is('...')) {
      if (!this.scope.isVariadic) throw this.unexpected("cannot use '...' outside a vararg function");
      this.at++;
      return { kind: 'varargs', line };
    }
    for (const operator of ['not', '-', '#'] as const)
      if (this.accept(operator))
        return { kind: 'unary', line, operator, operand: this.expression(unaryPower) };
    return this.suffixed();
  }

  private suffixed(): Expression {
    let value = this.primary();
    for (;;) {
      const { line, kind } = this.token;
      if (this.accept('.')) {
        const key: Expression = { kind: 'constant', line, value: this.name() };
        value = { kind: 'index', line, object: value, key };
      } else if (this.accept('[')) {
        const key = this.expression();
        this.expect(']');
        value = { kind: 'index', line, object: value, key };
      } else if (this.accept(':')) {
        const name = this.name();
        value = { kind: 'method', line, object: value, name, args: this.callArguments() };
      } else if (this.is('(') || this.is('{') || kind === 'string') {
        const isAmbiguous = this.is('(') && line !== this.tokens[this.at - 1]?.line;
        if (isAmbiguous) throw this.unexpected('ambiguous syntax (function call x new statement)');
        value = { kind: 'call', line, callee: value, args: this.callArguments() };
      } else return value;
    }
  }

  private primary(): Expression {
    const { line } = this.token;
    if (this.accept('(')) {
      const inner = this.expression();
      this.expect(')', { text: '(', line });
      return inner.kind === 'call' || inner.kind === 'method' || inner.kind === 'varargs'
        ? { kind: 'single', line, operand: inner }
        : inner;
    }
    if (this.token.kind !== 'name') throw this.unexpected('unexpected symbol');
    return this.scope.resolve(this.name(), line);
  }

  private callArguments(): readonly Expression[] {
    const { line, kind, text } = this.token;
    if (kind === 'string') {
      this.at++;
      return [{ kind: 'constant', line, value: text }];
    }
    if (this.is('{')) return [this.table()];
    if (!this.accept('(')) throw this.unexpected('function arguments expected');
    if (this.accept(')')) return [];
    const args = this.expressions();
    this.expect(')', { text: '(', line });
    return args;
  }

  private table(): Expression {
    const { line } = this.token;
    this.expect('{');
    const fields: { key: Expression | null; value: Expression }[] = [];
    while (!this.is('}')) {
      fields.push(this.field());
      if (!this.accept(',') && !this.accept(';')) break;
    }
    this.expect('}', { text: '{', line });
    return { kind: 'table', line, fields };
  }

  private field(): { key: Expression | null; value: Expression } {
    const { line, kind } = this.token;
    if (this.accept('[')) {
      const key = this.expression();
      this.expect(']');
      this.expect('=');
      return { key, value: this.expression() };
    }
    const next = this.tokens[this.at + 1];
    if (kind === 'name' && next?.kind === 'symbol' && next.text === '=') {
      const key: Expression = { kind: 'constant', line, value: this.name() };
      this.at++;
      return { key, value: this.expression() };
    }
    return { key: null, value: this.expression() };
  }

  private functionBody(line: number, name: string, isMethod: boolean): Expression {
    this.expect('(');
    const names = isMethod ? ['self'] : [];
    let isVariadic = false;
    while (!this.is(')')) {
      if (this.accept('...')) {
        isVariadic = true;
        break;
      }
      names.push(this.name());
      if (!this.accept(',')) break;
    }
    this.expect(')');
    this.scope = new Scope(this.scope, isVariadic);
    const parameters = names.map(parameter => this.scope.declare(parameter));
    const block = this.block();
    this.expect('end', { text: 'function', line });
    const body = this.scope.finish(parameters, block, name);
    this.scope = this.scope.parent!;
    return { kind: 'function', line, body };
  }
}
