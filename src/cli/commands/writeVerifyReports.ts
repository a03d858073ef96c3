import {
  ctrfOfVerification,
  gradescopeOfVerification,
  junitOfVerification,
  type ReportedVerification,
} from '../../core/interchange/verifyReports';
import { json, write, type ReportFiles } from './writeReports';

/**
 * Writes what was asked for.
 * @throws HumanError `not-written` naming the file.
 */
export async function writeVerifyReports(
  { junit, ctrf, gradescope }: ReportFiles,
  verification: ReportedVerification,
): Promise<void> {
  if (junit !== undefined) await write(junit, junitOfVerification(verification));
  if (ctrf !== undefined) await write(ctrf, json(ctrfOfVerification(verification)));
  if (gradescope !== undefined) await write(gradescope, json(gradescopeOfVerification(verification)));
}
