/**
 * Runs the attack corpus on every Node that is promised and writes what came of it into SECURITY.md.
 *
 *   npm run attacks
 *
 * Needs a build (`npm run build`), or `DESIGN_DRILLS_DIST` naming one. A contract test compares the attacks that the
 * table names with those that there are.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureNode } from './nodeBinary.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';

const majors = [20, 22, 24];
const dist = path.resolve(process.env['DESIGN_DRILLS_DIST'] ?? inRoot('dist'));

/**
 * @typedef {object} Row
 * @property {string} class
 * @property {string} name
 * @property {string} title
 * @property {string} end
 * @property {number} [excessMs] after the limit, for a run that was ended at one
 * @property {Record<string, boolean>} [walls]
 *
 * @typedef {{ node: string, attacks: Row[] }} Matrix
 */

/** @param {number} major @returns {Promise<Matrix>} */
async function corpusOn(major) {
  const own = Number(process.versions.node.split('.')[0]);
  const binary = own === major ? process.execPath : (await ensureNode(major)).binary;
  const file = inRoot('.tmp', 'results', `attacks-${major}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const mocha = inRoot('node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [
    mocha,
    '--no-config',
    '--timeout',
    '60000',
    path.join(dist, 'test', 'sandbox', 'attacks.test.js'),
  ];
  const env = { ...process.env, DESIGN_DRILLS_ATTACKS: file, DESIGN_DRILLS_DIST: dist };
  const { code, output } = await run(binary, args, { cwd: root, env });
  console.log(`Node ${major}: ${/\d+ passing.*/.exec(output)?.[0] ?? 'no result'}`);
  if (code !== 0)
    throw new Error(`Node ${major}: an attack did not end as it should.\n${output.slice(-4_000)}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @param {Matrix[]} matrices */
function table(matrices) {
  const [first] = matrices;
  if (!first) return '';
  const lines = [...summary(matrices), ''];
  for (const kind of new Set(first.attacks.map(row => row.class))) {
    const rows = first.attacks.filter(row => row.class === kind);
    lines.push(`### ${kind} (${rows.length})`, '');
    lines.push(
      `| attack | what it tries | ${matrices.map(({ node }) => `Node ${node.slice(1)}`).join(' | ')} |`,
    );
    lines.push(`| --- | --- | ${matrices.map(() => '---').join(' | ')} |`);
    for (const row of rows) {
      const ends = matrices.map(({ attacks }) => outcome(attacks.find(({ name }) => name === row.name)));
      lines.push(`| ${row.name} | ${row.title.replaceAll('|', '\\|')} | ${ends.join(' | ')} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

/** @param {Row | undefined} row */
const outcome = row =>
  row?.end.replace(/ in (?:answers|withstands|still judges|loading|deep text)$/, '') ?? 'not run';

/** @param {Matrix[]} matrices */
function summary(matrices) {
  const count = matrices[0]?.attacks.length ?? 0;
  const lines = [
    `${count} attacks. A run that \`fails\` came to its end with every check failed, which is the verdict that the attempt deserves;`,
    'none of them passed a check, read a text of the suite, or changed anything outside its process.',
    '',
    '| | walls that stood in every run | attacks ended at a limit | latest after it, best of five tries |',
    '| --- | --- | --- | --- |',
  ];
  for (const { node, attacks } of matrices) {
    const walled = attacks.flatMap(({ walls }) => (walls ? [walls] : []));
    const standing = Object.keys(walled[0] ?? {}).filter(name => walled.every(walls => walls[name]));
    const late = attacks.flatMap(({ excessMs }) => (excessMs === undefined ? [] : [excessMs]));
    lines.push(
      `| Node ${node.slice(1)} | ${standing.join(', ')} | ${late.length} | ${Math.round(Math.max(...late))} ms |`,
    );
  }
  return lines;
}

// At once: most of an attack's time is spent waiting for a limit.
const matrices = await Promise.all(majors.map(corpusOn));
const security = inRoot('SECURITY.md');
const [begin, end] = ['<!-- attacks: begin -->', '<!-- attacks: end -->'];
const text = readFileSync(security, 'utf8');
const [head, rest] = text.split(begin);
const tail = rest?.split(end)[1];
if (head === undefined || tail === undefined) throw new Error('SECURITY.md has no place for the table.');
writeFileSync(security, `${head}${begin}\n\n${table(matrices)}\n${end}${tail}`);
const { code, output } = await run(
  process.execPath,
  [inRoot('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--write', security],
  { cwd: root },
);
if (code !== 0) throw new Error(output);
