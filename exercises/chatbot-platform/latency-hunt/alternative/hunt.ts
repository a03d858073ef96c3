import type { Queryable } from 'postgres-client';
import type { Call, Finding, Hunt } from './types';

interface Step {
  readonly [key: string]: unknown;
  readonly Plans?: readonly Step[];
}

/** All calls in one transaction, each taken back to a point before it; the plan is walked with a list of what is left. */
export const hunt: Hunt = async (db, calls) => {
  const findings: Finding[] = [];
  const end = new Error('Enough is known.');
  try {
    await db.transaction(async tx => {
      for (const call of calls) await look(tx, call, findings);
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
  return findings.sort((a, b) => b.rowsRead - a.rowsRead);
};

async function look(tx: Queryable, call: Call, findings: Finding[]): Promise<void> {
  const back = new Error('Back to the point before.');
  try {
    await tx.transaction(async inner => {
      const { rows } = await inner.query(`explain (analyze, format json) ${call.sql}`, call.params);
      const [{ Plan }] = Object.values(rows[0]!)[0] as [{ Plan: Step }];
      findings.push(read(call.id, Plan));
      throw back;
    });
  } catch (error) {
    if (error !== back) throw error;
  }
}

function read(id: string, plan: Step): Finding {
  const full = new Set<string>();
  let rowsRead = 0;
  const left = [plan];
  for (let step = left.pop(); step; step = left.pop()) {
    left.push(...(step.Plans ?? []));
    const [type, table] = [String(step['Node Type']), step['Relation Name']];
    if (!type.endsWith('Scan') || typeof table !== 'string') continue;
    if (type === 'Seq Scan' && step['Actual Loops'] !== 0) full.add(table);
    const perLoop = ['Actual Rows', 'Rows Removed by Filter', 'Rows Removed by Index Recheck'].map(key =>
      Number(step[key] ?? 0),
    );
    rowsRead += perLoop.reduce((sum, rows) => sum + rows) * Number(step['Actual Loops']);
  }
  return { id, rowsRead, rowsReturned: Number(plan['Actual Rows']), fullScans: [...full].toSorted() };
}
