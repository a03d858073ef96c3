/**
 * Runs the tests: `npm test` all of them, `npm run test:unit` and the like one stage. See test/README.md.
 *
 *   node scripts/test.mjs [STAGE [ARGUMENT]…]
 *
 * Ends with one line, `N passed, N failed`. The exit code is 0 only if every stage ran and nothing failed.
 */
import { ensurePackages } from './install.mjs';
import { couldNotRun, lastLine, sum } from './tally.mjs';

/** @typedef {(args: readonly string[]) => Promise<import('./tally.mjs').Tally>} Stage */

/**
 * In the order they are run: what is quick and what the rest rests on comes first. One at a time, because some of them
 * watch the clock; only `check` uses two processes at once.
 *
 * @type {Record<string, Stage>}
 */
const stages = {
  check: async args => (await import('./checks.mjs')).runChecks(args),
  unit: args => mocha('unit', 10_000, 600_000, args),
  sandbox: async args => {
    const { ensureRedisServer } = await import('./redisServer.mjs');
    const here = await mocha('sandbox', 60_000, 900_000, args, { REDIS_SERVER: await ensureRedisServer() });
    return args.length > 0 ? here : sum([here, await attacksOnNewest()]);
  },
  // Every bundled exercise proves itself here, those with a database in many children.
  contract: args => mocha('contract', 120_000, 1_200_000, args),
  integration: async args =>
    (await import('./integration.mjs')).runIntegration({ only: named(args), editor: editorOf(args) }),
  oldest: async () =>
    (await import('./integration.mjs')).runIntegration({ only: ['bundled'], editor: 'oldest' }),
  e2e: async args => (await import('./e2e.mjs')).runE2e({ extra: named(args), editor: editorOf(args) }),
};

const oldest = '--oldest';
/** @param {readonly string[]} args */
const editorOf = args => (args.includes(oldest) ? 'oldest' : 'newest');
/** @param {readonly string[]} args */
const named = args => args.filter(arg => arg !== oldest);

/**
 * @param {string} stage
 * @param {number} testMs
 * @param {number} stageMs
 * @param {readonly string[]} extra
 * @param {Record<string, string>} [env]
 */
async function mocha(stage, testMs, stageMs, extra, env = {}) {
  const { runMocha } = await import('./mocha.mjs');
  return runMocha({ stage, testMs, stageMs, extra, env });
}

/** Some ways out exist only in the newest Node, because only it has the syntax that they use. */
async function attacksOnNewest() {
  const major = 24;
  if (process.versions.node.startsWith(`${major}.`)) return { passed: 0, failures: [] };
  const { ensureNode } = await import('./nodeBinary.mjs');
  const { runMocha } = await import('./mocha.mjs');
  const { binary } = await ensureNode(major);
  console.log(`\n  on Node ${major}:`);
  return runMocha({ stage: 'sandbox', only: 'attacks', testMs: 60_000, stageMs: 300_000, binary });
}

/** @param {string} name @param {() => Promise<import('./tally.mjs').Tally>} run */
async function timed(name, run) {
  console.log(`\n== ${name}`);
  const began = Date.now();
  const tally = await run().catch(error => couldNotRun(name, error));
  console.log(`== ${name}: ${lastLine(tally)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return tally;
}

const [wanted, ...args] = process.argv.slice(2);
if (wanted !== undefined && !(wanted in stages)) {
  console.error(`There is no stage "${wanted}". Stages: ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
const built = await timed('build', async () => {
  await ensurePackages();
  await (await import('./build.mjs')).build();
  return { passed: 0, failures: [] };
});
const tallies = [built];
for (const [name, stage] of Object.entries(stages)) {
  if (wanted !== undefined && wanted !== name) continue;
  // Nothing but `check` says anything about sources that do not build; an old build would only confuse.
  const possible = built.failures.length === 0 || name === 'check';
  tallies.push(
    possible ? await timed(name, () => stage(args)) : couldNotRun(name, 'not run: the build failed'),
  );
}

const total = sum(tallies);
for (const { title, error } of total.failures) console.log(`\n✘ ${title}\n${error.replace(/^/gm, '    ')}`);
console.log(`\n${lastLine(total)}`);
process.exitCode = total.failures.length === 0 && total.passed > 0 ? 0 : 1;
