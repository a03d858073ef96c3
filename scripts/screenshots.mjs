/**
 * Makes a picture of every screen in every kind of theme: `npm run screenshots`.
 *
 *   node scripts/screenshots.mjs [--only panelScreens|editorScreens]
 *
 * All of them are left in test-artifacts/screenshots; those that README.md shows go to media/screenshots as well. What the
 * editor draws is taken from the packaged extension in a real editor, the panel's own screens from its preview.
 */
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runE2e } from './e2e.mjs';
import { lastLine } from './tally.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });

await build();
const tally = await runE2e({ stage: 'screenshots', ...(values.only && { only: values.only }) });
for (const { title, error } of tally.failures) console.log(`${title}\n${error ?? ''}`);
console.log(lastLine(tally));
process.exitCode = tally.failures.length === 0 ? 0 : 1;
