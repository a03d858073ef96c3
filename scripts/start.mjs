/**
 * Opens an editor with the extension on a sample workspace: `npm start`.
 *
 *   npm start [-- --web] [-- --no-open]
 *
 * The desktop `code` is used where there is one; otherwise (or with `--web`) the editor comes from packages and is shown
 * in the default browser. `--no-open` prints its address only. Ctrl-C ends everything that was started.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { showInBrowser } from './browser.mjs';
import { ensureEditor, startEditor } from './editor.mjs';
import { ensurePackages } from './install.mjs';
import { inRoot, root } from './paths.mjs';
import { onPath, start } from './processes.mjs';

/** Always the same, because the browser keeps the person's progress and layout by address. */
const port = 41_730;
const workspace = inRoot('.tmp', 'sample');

const { values: flags } = parseArgs({
  options: { web: { type: 'boolean', default: false }, 'no-open': { type: 'boolean', default: false } },
});

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or newer is needed; this is ${process.version}.`);
try {
  await ensurePackages();
  console.log('Building …');
  await build();
  if (!existsSync(workspace)) cpSync(inRoot('test', 'workspaces', 'sample'), workspace, { recursive: true });
  if (onPath('code') && !flags.web && !flags['no-open']) await openDesktop();
  else await openWeb();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

async function openDesktop() {
  const user = inRoot('.tmp', 'desktop');
  const args = [
    ...['--wait', '--new-window', '--disable-workspace-trust', '--user-data-dir', user],
    `--extensionDevelopmentPath=${root}`,
    workspace,
  ];
  // On Windows `code` is a batch file, which only the shell can start.
  const shell = process.platform === 'win32';
  const code = shell
    ? start(process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/c', 'code', ...args])
    : start('code', args);
  process.on('exit', () => endDesktop(user));
  console.log(`The editor is open on ${workspace}. Close its window, or press Ctrl-C here, to end.`);
  process.exit(await code.ended);
}

/** The window belongs to a process that `code` has let go of; it leaves its id here. @param {string} user */
function endDesktop(user) {
  const lock = path.join(user, 'code.lock');
  if (!existsSync(lock)) return;
  try {
    process.kill(Number(readFileSync(lock, 'utf8')));
  } catch {
    // Its window has been closed already.
  }
}

async function openWeb() {
  await ensureEditor('newest', () => console.log('Getting the editor (once, about 600 MB) …'));
  // The workspace is ours, so nobody is asked whether to trust it.
  const editor = await startEditor({ data: inRoot('.tmp', 'editor'), port, trustEverything: true });
  const address = editor.address({ folder: workspace, extension: root });
  console.log(
    `\nVS Code ${editor.vscode} with Design Drills, on ${path.relative(process.cwd(), workspace)}:\n\n  ${address}\n`,
  );
  console.log(
    'After a change: npm run build in another terminal, then "Developer: Reload Window". Ctrl-C ends the editor.',
  );
  if (!flags['no-open']) showInBrowser(address);
  await editor.ended;
  fail(`The editor has ended.\n${editor.output().trim().split('\n').slice(-20).join('\n')}`);
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
