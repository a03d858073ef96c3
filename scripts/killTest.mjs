/**
 * Kills the extension host, the page and the window at random moments while somebody types and runs checks, and looks at
 * what is lost: `npm run kill-test`.
 *
 *   node scripts/killTest.mjs [--kills 50] [--seed N]
 *
 * It takes a quarter of a minute a kill, waits for what only real time brings, and is therefore no part of
 * `npm test`. Stops by itself.
 */
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runE2e } from './e2e.mjs';
import { lastLine } from './tally.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string' } },
});
const kills = Number(values.kills);

await build();
const tally = await runE2e({
  stage: 'kills',
  stageMs: 60_000 + kills * 30_000,
  env: { DESIGN_DRILLS_KILLS: String(kills), ...(values.seed && { DESIGN_DRILLS_SEED: values.seed }) },
});
for (const { title, error } of tally.failures) console.log(`${title}\n${error ?? ''}`);
console.log(lastLine(tally));
process.exitCode = tally.failures.length === 0 ? 0 : 1;
