import { writeFile } from 'node:fs/promises';
import { HumanError, toError } from '../../core/errors';
import { ctrfOf } from '../../core/interchange/ctrf';
import { gradescopeOf } from '../../core/interchange/gradescope';
import { junitOf } from '../../core/interchange/junit';
import type { ReportedRun } from '../../core/interchange/reported';
import type { RunReport } from '../../core/run/report';

/** Files to write for other tools, by their format. */
export interface ReportFiles {
  readonly junit?: string;
  readonly ctrf?: string;
  readonly gradescope?: string;
}

/**
 * Writes what was asked for. What may not be seen is in none of them, but for Gradescope: it is given everything, with
 * the moment from which on each test may be shown.
 * @throws HumanError `not-written` naming the file.
 */
export async function writeReports(
  { junit, ctrf, gradescope }: ReportFiles,
  shown: ReportedRun,
  whole: RunReport,
): Promise<void> {
  if (junit !== undefined) await write(junit, junitOf(shown));
  if (ctrf !== undefined) await write(ctrf, json(ctrfOf(shown)));
  if (gradescope !== undefined) await write(gradescope, json(gradescopeOf({ ...shown, report: whole })));
}

export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** @throws HumanError `not-written` naming the file. */
export const write = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((cause: unknown) => {
    throw new HumanError('not-written', `${file} cannot be written: ${toError(cause).message}.`, { cause });
  });
