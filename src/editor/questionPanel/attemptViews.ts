import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import type { LoadedEntry } from '../../core/pack/catalog';
import type { AttemptView, RunView } from '../../protocol/panel';
import type { Attempt } from '../attempts';
import type { Services } from '../services';

export type ViewServices = Pick<
  Services,
  'packs' | 'attempts' | 'progress' | 'results' | 'runs' | 'answers' | 'files' | 'staleness' | 'updates'
>;

/** The run that goes on, else the last report, else nothing. */
export function runView({ attempts, runs, results, staleness }: ViewServices, ref: ExerciseRef): RunView {
  const attempt = attempts.of(ref);
  if (!attempt) return { kind: 'none' };
  const live = runs.get(attempt);
  if (live) return { kind: 'running', total: live.checks.length, checks: live.checks };
  const result = results.get(attempt);
  if (!result) return { kind: 'none' };
  return { kind: 'report', report: result.report, at: result.at, stale: staleness.isStale(attempt) };
}

/** The files of an attempt that exist, in the exercise's order, then those the learner added. */
export async function attemptView(
  { files }: Pick<ViewServices, 'files'>,
  attempt: Attempt,
  { exercise }: LoadedEntry,
): Promise<Omit<AttemptView, 'update'>> {
  const present = Object.keys(await files.read(attempt, { fresh: true })).sort();
  const known = exercise.files.filter(({ path }) => present.includes(path));
  const added = present.filter(path => !known.some(file => file.path === path));
  return {
    folder: vscode.workspace.asRelativePath(attempt.folder),
    files: [
      ...known.map(({ path, owner }) => ({ path, owner })),
      ...added.map(path => ({ path, owner: 'learner' as const })),
    ],
  };
}
