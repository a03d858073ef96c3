import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';

/** @typedef {{ title: string, args: readonly string[] }} Check a script of node_modules, and what to give it */

/**
 * Everything that is checked without running our code: types of each part, lint, formatting. Each counts as one check.
 *
 * @param {readonly string[]} [only] parts of titles; none means all
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runChecks(only = []) {
  const waiting = allChecks().filter(
    ({ title }) => only.length === 0 || only.some(part => title.includes(part)),
  );
  const done = /** @type {{ title: string, error?: string }[]} */ ([]);
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { title, args } = check;
      const { code, output } = await run(process.execPath, args, { cwd: root });
      console.log(`  ${code === 0 ? '✔' : '✘'} ${title}`);
      done.push(code === 0 ? { title } : { title, error: output.trim() || `ended with code ${code}` });
    }
  };
  await Promise.all([worker(), worker()]);
  return {
    passed: done.filter(({ error }) => error === undefined).length,
    failures: done.flatMap(({ title, error }) => (error === undefined ? [] : [{ title, error }])),
  };
}

/** @returns {Check[]} the slowest first, so that two at a time end together */
function allChecks() {
  return [
    { title: 'lint', args: [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
    ...projects().map(folder => ({ title: `types of ${folder || 'src and test'}`, args: compile(folder) })),
    { title: 'format', args: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
    { title: 'spelling', args: [tool('cspell/bin.mjs'), '--no-progress', '--no-summary'] },
  ];
}

/** Every folder that has a tsconfig.json, so that a new part is checked from its first day. The root's name is empty. */
function projects() {
  const found = [''];
  for (const top of ['src', 'test', 'scripts', 'exercises', 'media'])
    for (const entry of readdirSync(inRoot(top), { recursive: true, withFileTypes: true }))
      if (entry.name === 'tsconfig.json' && !/test.(workspaces|bench.fixture)/.test(entry.parentPath))
        found.push(path.relative(root, entry.parentPath).replaceAll('\\', '/'));
  return found.sort();
}

/** @param {string} folder */
function compile(folder) {
  const memory = path.join('.tmp', 'tsc', `${folder.replaceAll('/', '-') || 'root'}.tsbuildinfo`);
  return [tool('typescript/bin/tsc'), '-p', folder || '.', '--incremental', '--tsBuildInfoFile', memory];
}

/** @param {string} file */
const tool = file => inRoot('node_modules', ...file.split('/'));
