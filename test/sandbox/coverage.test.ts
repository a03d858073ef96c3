import assert from 'node:assert/strict';
import path from 'node:path';
import {
  armsOf,
  countOf,
  uncoveredLines,
  type Coverage,
  type FileCoverage,
  type TextRange,
} from '../../src/core/run/coverage';
import type { RunReport } from '../../src/core/run/report';
import { Runner } from '../../src/node/runner';
import { requestFor, sandboxDir, type ExerciseParts } from './support/exercise';

/** First lines hold code, types and imports stand among it, and comments that a compartment spells otherwise. */
const limiter = {
  files: {
    'limiter.ts': `export const first = (n: number): number => (n > 1 ? n : 1); import { start } from './clock';
import type { Step } from './types';
import * as extra from './extra';

/** Not import('./that'), nor <!-- that -->. */
export interface Options {
  readonly limit: number;
}
export type Verdict = 'yes' | 'no';
export enum Level {
  Low = 1,
  High,
}

export class Limiter {
  #count: number = start;
  constructor(private readonly options: Options, readonly step: Step = 2) {}
  take(cost?: number): Verdict {
    const price = cost ?? this.step;
    if (this.#count + price > this.options.limit) {
      return 'no';
    }
    this.#count += price;
    return 'yes';
  }
  drain(times: number): void {
    while (times --> 0) this.take();
  }
  reset(): void {
    this.#count = extra.zero();
  }
}
export default new Limiter({ limit: first(5) });
`,
    'clock.ts': `export const start = 0;\n`,
    'extra.ts': `export function zero(): number {\n  return 0;\n}\n`,
    'unused.ts': `import { start } from './clock';\nexport function never(deep: boolean): number {\n  return deep ? start : 1;\n}\n`,
    'shapes.ts': `export interface Shape {\n  readonly sides: number;\n}\nexport type Shapes = readonly Shape[];\n`,
  },
  types: { 'types.ts': `export type Step = number;\nexport const given = () => 1;\n` },
  suites: {
    limits: `import { Limiter } from '#attempt/limiter';
it('R1 takes', () => assert.equal(new Limiter({ limit: 3 }).take(1), 'yes'));
it('R1 drains', () => new Limiter({ limit: 9 }, 1).drain(3));
it('R1 fails', () => assert.equal(new Limiter({ limit: 9 }).take(), 'no'));
`,
  },
} satisfies ExerciseParts;

describe('coverage', function () {
  this.timeout(60_000);
  const coverageFile = path.resolve(sandboxDir, '..', 'coverage.js');
  const runner = new Runner({ sandboxDir, coverageFile, warm: 0 });
  after(() => runner.dispose());

  async function measured(
    parts: ExerciseParts,
  ): Promise<{ report: RunReport; coverage: Coverage | undefined }> {
    let coverage: Coverage | undefined;
    const report = await runner.run(requestFor(parts, { onCoverage: found => (coverage = found) }));
    return { report, coverage };
  }

  it('counts statements, functions and branches of what the learner wrote', async () => {
    const { coverage = [] } = await measured(limiter);
    assert.deepEqual(
      coverage.map(file => [file.path, shown(limiter.files, file)]),
      [
        ['clock.ts', ['1 1x 0']],
        ['extra.ts', ['2 0x return 0;', '1 0x function zero']],
        [
          'limiter.ts',
          [
            '1 1x (n: number): number => (n > 1 ? n : 1)',
            '1 1x n > 1 ? n : 1',
            '16 4x start',
            '19 5x cost ?? this.step',
            '20 5x if (this.#count + price > this.options.limit) { … }',
            "21 0x return 'no';",
            '23 5x this.#count += price;',
            "24 5x return 'yes';",
            '27 1x while (times --> 0) this.take();',
            '27 3x this.take();',
            '30 0x this.#count = extra.zero();',
            '1 1x function ',
            '17 4x function constructor',
            '18 5x function take',
            '26 1x function drain',
            '29 0x function reset',
            '1 branch n > 1 ? n : 1: 1x n, 0x 1',
            '19 branch cost ?? this.step: 5x cost, 4x this.step',
            '20 branch if (this.#count + price > this.options.limit) { … }: 0x if, 5x else',
          ],
        ],
        ['shapes.ts', []],
        [
          'unused.ts',
          [
            '3 0x return deep ? start : 1;',
            '2 0x function never',
            '3 branch deep ? start : 1: 0x start, 0x 1',
          ],
        ],
      ],
    );
    assert.deepEqual(
      coverage.map(file => [
        file.path,
        countOf(file.statements),
        countOf(armsOf(file)),
        uncoveredLines(file),
      ]),
      [
        ['clock.ts', { covered: 1, total: 1 }, { covered: 0, total: 0 }, []],
        ['extra.ts', { covered: 0, total: 1 }, { covered: 0, total: 0 }, ['2']],
        ['limiter.ts', { covered: 9, total: 11 }, { covered: 4, total: 6 }, ['1', '20-21', '30']],
        ['shapes.ts', { covered: 0, total: 0 }, { covered: 0, total: 0 }, []],
        ['unused.ts', { covered: 0, total: 1 }, { covered: 0, total: 2 }, ['3']],
      ],
    );
  });

  it('changes nothing of the verdict', async () => {
    const { report } = await measured(limiter);
    const plain = await runner.run(requestFor(limiter));
    assert.deepEqual(verdict(report), verdict(plain));
    assert.deepEqual(report.walls, {
      ...plain.walls,
      permissions: Number(process.versions.node.split('.')[0]) >= 24,
    });
  });

  it('tells what ran before the files failed to load', async () => {
    const parts = {
      files: {
        'a.ts': `export const one = 1;
if (one > 0) throw new RangeError('no');
export const two = 2;
`,
      },
      suites: {
        s: `import { two } from '#attempt/a';
it('R1 x', () => two);`,
      },
    };
    const { report, coverage } = await measured(parts);
    assert.ok(report.kind === 'finished');
    assert.equal(report.loadFailure?.message, 'RangeError: no');
    assert.deepEqual(
      coverage?.map(file => shown(parts.files, file)),
      [
        [
          '1 1x 1',
          "2 1x if (one > 0) throw new RangeError('no');",
          "2 1x throw new RangeError('no');",
          '3 0x 2',
          "2 branch if (one > 0) throw new RangeError('no');: 1x if, 0x else",
        ],
      ],
    );
  });

  it('is not told of a run without a verdict', async () => {
    const parts = {
      files: { 'a.ts': `export const hang = () => { for (;;); };` },
      suites: {
        s: `import { hang } from '#attempt/a';
it('R1 x', () => hang());`,
      },
      limits: { checkMs: 300 },
    };
    const { report, coverage } = await measured(parts);
    assert.deepEqual([report.kind, coverage], ['timed-out', undefined]);
  });
});

const verdict = (report: RunReport): unknown => ({
  ...report,
  durationMs: 0,
  walls: null,
  checks: report.checks.map(check => ({ ...check, ms: 0 })),
});

/** Each stretch with the text that it stands for, so that ranges are compared too. */
function shown(files: Readonly<Record<string, string>>, file: FileCoverage): string[] {
  const lines = files[file.path]!.split('\n');
  const textOf = ({ line, column, endLine, endColumn }: TextRange): string =>
    line === endLine
      ? lines[line - 1]!.slice(column - 1, endColumn - 1)
      : `${lines[line - 1]!.slice(column - 1)} … ${lines[endLine - 1]!.slice(0, endColumn - 1).trim()}`;
  const armsOfOne = ({ isIf, arms }: FileCoverage['branches'][number]): string =>
    arms.map((arm, i) => `${arm.count}x ${isIf ? ['if', 'else'][i] : textOf(arm)}`).join(', ');
  return [
    ...file.statements.map(item => `${item.line} ${item.count}x ${textOf(item)}`),
    ...file.functions.map(item => `${item.line} ${item.count}x function ${item.name}`),
    ...file.branches.map(item => `${item.line} branch ${textOf(item)}: ${armsOfOne(item)}`),
  ];
}
