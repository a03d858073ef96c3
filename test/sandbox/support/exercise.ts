import { defaultLimits, type Exercise, type Limits, type Service } from '../../../src/core/exercise';
import { Runner } from '../../../src/node/runner';
import type { RunReport } from '../../../src/core/run/report';
import type { RunRequest } from '../../../src/core/run/request';
import path from 'node:path';

export const sandboxDir = path.resolve(process.env['DESIGN_DRILLS_DIST'] ?? 'dist', 'sandbox');

/** The header of every suite below, so that tests show only what they are about. */
const header = `import assert from 'node:assert/strict';
import { clock, random, trace, spy, harden, deferred, settled, retainedBytes, seed } from '#testkit';
`;

export interface ExerciseParts {
  /** The learner's files: what the exercise expects, all learner-owned. */
  readonly files?: Readonly<Record<string, string>>;
  /** Read-only files of the exercise. */
  readonly types?: Readonly<Record<string, string>>;
  /** Suite id -> text; the imports of the testkit are put in front of it, on lines of their own. */
  readonly suites: Readonly<Record<string, string>>;
  readonly helpers?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  readonly services?: readonly Service[];
}

export function exerciseOf(parts: ExerciseParts): Exercise {
  const file =
    (owner: 'learner' | 'exercise') =>
    ([path, text]: [string, string]) =>
      ({ path, starter: text, solution: text, owner }) as const;
  return {
    pack: 'test',
    id: 'exercise',
    title: 'Exercise',
    summary: '',
    language: 'en',
    difficulty: 'core',
    minutes: 1,
    skills: [],
    prerequisites: [],
    statement: '',
    production: '',
    requirements: [{ id: 'R1', text: 'It works.' }],
    files: [
      ...Object.entries(parts.files ?? {}).map(file('learner')),
      ...Object.entries(parts.types ?? {}).map(file('exercise')),
    ],
    suites: Object.keys(parts.suites).map(id => ({ id, title: id, entry: `tests/${id}.test.ts` })),
    testModules: {
      ...Object.fromEntries(
        Object.entries(parts.suites).map(([id, text]) => [`tests/${id}.test.ts`, header + text]),
      ),
      ...parts.helpers,
    },
    services: parts.services ?? [],
    limits: { ...defaultLimits, ...parts.limits },
    hints: [],
    pictures: {},
    figures: {},
    wrong: [],
    alternatives: [],
    playground: null,
    discussions: [],
    reveal: {
      checks: { when: { at: 'always' }, detail: 'diff' },
      solution: { at: 'after-pass' },
      model: { at: 'always' },
    },
    renamed: { discussions: {}, files: {} },
  };
}

export const pack = { id: 'test', version: '1.0.0', hash: '0'.repeat(64) };

export const requestFor = (
  parts: ExerciseParts,
  more: Partial<Omit<RunRequest, 'exercise' | 'pack'>> = {},
): RunRequest => ({ exercise: exerciseOf(parts), pack, files: parts.files ?? {}, seed: 1, ...more });

/** One runner for a whole file of tests. */
export function useRunner(): {
  readonly run: (request: RunRequest) => Promise<RunReport>;
  readonly runner: Runner;
} {
  const runner = new Runner({ sandboxDir });
  before(() => runner.warmUp());
  after(() => runner.dispose());
  return { runner, run: request => runner.run(request) };
}

/** What a test usually cares about: title -> `passed`, or the message. */
export function outcomes(report: RunReport): Record<string, string> {
  return Object.fromEntries(
    report.checks.map(check => [check.title, check.failure ? check.failure.message : check.state]),
  );
}
