import assert from 'node:assert/strict';
import type { ExerciseFile } from '../../../../src/core/exercise';
import { createMutants } from '../../../../src/node/authoring/createMutants';

const file = (path: string, solution: string, owner: ExerciseFile['owner'] = 'learner'): ExerciseFile => ({
  ...{ path, solution, owner },
  starter: '',
});

const summary = async (...files: ExerciseFile[]): Promise<string[]> =>
  (await createMutants({ files })).map(
    ({ file, mutator, line, column, original, replacement }) =>
      `${file}:${line}:${column} ${mutator} ${original} -> ${replacement}`,
  );

describe('mutants of a solution', () => {
  it('change one thing each, at its place', async () => {
    const code = `// ü 🙂\nexport const later = (a: number, b: number) =>\n  a + b > 10 && !b;\n`;
    assert.deepEqual(await summary(file('sum.ts', code)), [
      'sum.ts:2:22 ArrowFunction (a: number, b: number) =>\n  a + b > 10 && !b -> () => undefined',
      'sum.ts:3:3 ConditionalExpression a + b > 10 && !b -> true',
      'sum.ts:3:3 ConditionalExpression a + b > 10 && !b -> false',
      'sum.ts:3:3 LogicalOperator a + b > 10 && !b -> a + b > 10 || !b',
      'sum.ts:3:3 ConditionalExpression a + b > 10 -> true',
      'sum.ts:3:3 EqualityOperator a + b > 10 -> a + b >= 10',
      'sum.ts:3:3 EqualityOperator a + b > 10 -> a + b <= 10',
      'sum.ts:3:3 ArithmeticOperator a + b -> a - b',
      'sum.ts:3:17 BooleanLiteral !b -> b',
    ]);
  });

  it('hold the whole file', async () => {
    const [mutant] = await createMutants({ files: [file('a.ts', 'export const a = 1 + 2;\n')] });
    assert.equal(mutant?.text, 'export const a = 1 - 2;\n');
  });

  it('leave alone what belongs to the exercise, and the words of errors', async () => {
    const text = "export function f(): never { throw new RangeError('words'); }\n";
    assert.deepEqual(
      await summary(file('types.ts', 'export const a = 1 + 2;', 'exercise'), file('f.ts', text)),
      ["f.ts:1:28 BlockStatement { throw new RangeError('words'); } -> {}"],
    );
  });

  it('leave alone what an author excludes', async () => {
    const text =
      '// Stryker disable next-line ArithmeticOperator: the order does not matter\nexport const a = 1 + 2;\n';
    assert.deepEqual(await summary(file('a.ts', text)), []);
  });
});
