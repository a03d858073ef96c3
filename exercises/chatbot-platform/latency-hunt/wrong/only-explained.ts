import type { Database } from 'postgres-client';
import type { Call, Finding, Hunt } from './types';

/** A step of what `explain (format json)` gives. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  /** Mean of the loops, like the two below. */
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Step[];
}

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: Step }];
}

async function planOf(db: Database, { sql, params }: Call): Promise<Step> {
  const { rows } = await db.query<Explained>(`explain (analyze, timing off, format json) ${sql}`, params);
  return rows[0]!['QUERY PLAN'][0].Plan;
}

const allSteps = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(allSteps)];

function findingOf(id: string, plan: Step): Finding {
  const scans = allSteps(plan).filter(step => step['Node Type'].endsWith('Scan') && step['Relation Name']);
  const readBy = (scan: Step): number =>
    (scan['Actual Rows'] +
      (scan['Rows Removed by Filter'] ?? 0) +
      (scan['Rows Removed by Index Recheck'] ?? 0)) *
    scan['Actual Loops'];
  const full = scans
    .filter(scan => scan['Node Type'] === 'Seq Scan' && scan['Actual Loops'] > 0)
    .map(scan => scan['Relation Name']!);
  return {
    id,
    rowsRead: Math.round(scans.reduce((sum, scan) => sum + readBy(scan), 0)),
    rowsReturned: plan['Actual Rows'],
    fullScans: [...new Set(full)].sort(),
  };
}

export const hunt: Hunt = async (db, calls) => {
  const findings: Finding[] = [];
  for (const call of calls) findings.push(findingOf(call.id, await planOf(db, call)));
  return findings.sort((a, b) => b.rowsRead - a.rowsRead);
};
