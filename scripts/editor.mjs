import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cached } from './cache.mjs';
import { ensureNode } from './nodeBinary.mjs';
import { freePort, mustRun, npm, start } from './processes.mjs';

/**
 * The VS Code builds we use: the workbench and extension host that the package `code-server` carries in `lib/vscode`.
 * The newest is what we try first; the oldest is what `engines.vscode` promises.
 */
export const editors = /** @type {const} */ ({
  newest: { package: '4.139.1', vscode: '1.139.1', node: 24 },
  oldest: { package: '4.110.0', vscode: '1.110.0', node: 22 },
});

/** @typedef {keyof typeof editors} EditorName */

/**
 * Installs an editor once for this person; later calls only look.
 *
 * @param {EditorName} [name]
 * @param {() => void} [onInstall] told when it is not there yet
 * @returns {Promise<{ node: string, server: string, vscode: string }>} the binary, its script and the version
 */
export async function ensureEditor(name = 'newest', onInstall = () => {}) {
  const { package: version, vscode, node: major } = editors[name];
  const node = await ensureNode(major);
  const folder = await cached(`editor-${version}`, async building => {
    onInstall();
    await writeFile(path.join(building, 'package.json'), JSON.stringify({ private: true }));
    await npm(['install', `code-server@${version}`, ...quiet], { cwd: building });
    const server = path.join(building, serverFolder);
    // The server and its built-in extensions each come with a lock file of their own.
    await npm(['install', '--omit=dev', ...quiet], { cwd: server });
    await npm(['install', '--omit=dev', ...quiet], { cwd: path.join(server, 'extensions') });
    await compileLogging(server, node.home);
  });
  const server = path.join(folder, serverFolder);
  const { version: found } = JSON.parse(await readFile(path.join(server, 'product.json'), 'utf8'));
  if (found !== vscode)
    throw new Error(`${folder} holds VS Code ${found}, not ${vscode}. Remove the folder and try again.`);
  return { node: node.binary, server: path.join(server, 'out', 'server-main.js'), vscode };
}

/**
 * Output channels are written by a native module. Where there is no compiler the editor works without them, and says so
 * in its own log.
 *
 * @param {string} server
 * @param {string} headers
 */
async function compileLogging(server, headers) {
  const env = {
    npm_config_nodedir: headers,
    PATH: `${path.join(headers, 'bin')}${path.delimiter}${process.env['PATH']}`,
  };
  await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: server, env }).catch(() => {
    console.log('No compiler was found: output channels will be empty in this editor.');
  });
}

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const serverFolder = path.join('node_modules', 'code-server', 'lib', 'vscode');

/**
 * @typedef {object} EditorOptions
 * @property {string} data a folder for the server's data and extensions; made when missing
 * @property {EditorName} [editor]
 * @property {number} [port] preferred; a free one is taken when it is in use
 * @property {boolean} [trustEverything] switches Workspace Trust off
 * @property {Record<string, string>} [env] added to the extension host's environment
 * @property {Record<string, unknown>} [settings] machine settings
 */

/**
 * @typedef {object} Editor
 * @property {number} port
 * @property {string} vscode
 * @property {number | undefined} pid of the server
 * @property {(page: PageOptions) => string} address
 * @property {() => string} output
 * @property {Promise<number>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} PageOptions
 * @property {string} [folder] absolute, or that of a `.code-workspace` file; none opens an empty window
 * @property {string} [extension] absolute path of an extension under development
 * @property {string} [tests] absolute path of a module whose `run` the extension host calls
 */

/**
 * Starts the editor's server. It answers when this resolves.
 *
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 */
export async function startEditor({
  data,
  editor = 'newest',
  port: preferred,
  trustEverything,
  env,
  settings,
}) {
  const { node, server, vscode } = await ensureEditor(editor);
  const machine = path.join(data, 'data', 'Machine');
  await mkdir(machine, { recursive: true });
  await writeFile(
    path.join(machine, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
  const port = await freePort(preferred);
  const args = [
    ...[server, '--host', '127.0.0.1', '--port', String(port), ...common(data)],
    ...['--without-connection-token', '--telemetry-level', 'off', '--enable-smoke-test-driver'],
    ...(trustEverything ? ['--disable-workspace-trust'] : []),
  ];
  const started = start(node, args, { env: { ...hostEnvironment(), ...env } });
  await answering(port, started);
  return {
    port,
    vscode,
    pid: started.child.pid,
    address: page => address(port, page),
    output: started.output,
    ended: started.ended,
    stop: started.stop,
  };
}

/**
 * Installs a packaged extension into the data folder of a server that is not running yet.
 *
 * @param {string} vsix
 * @param {string} data
 * @param {EditorName} [editor]
 */
export async function installExtension(vsix, data, editor = 'newest') {
  const { node, server } = await ensureEditor(editor);
  await rm(path.join(data, 'extensions'), { recursive: true, force: true });
  const output = await mustRun(node, [server, '--install-extension', vsix, ...common(data)], {
    env: hostEnvironment(),
  });
  if (
    !existsSync(path.join(data, 'extensions', 'extensions.json')) ||
    !/successfully installed/i.test(output)
  )
    throw new Error(`The editor did not install ${vsix}.\n${output.trim()}`);
}

/** @param {string} data */
const common = data => [
  ...['--accept-server-license-terms', '--server-data-dir', data],
  ...['--extensions-dir', path.join(data, 'extensions')],
];

/** What keeps a fresh window free of greetings, and makes it behave as on the desktop. None of it touches the extension. */
const quietSettings = {
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'update.mode': 'none',
};

function hostEnvironment() {
  const env = { ...process.env };
  // Settings of the process that started us; the extension host must not inherit them.
  for (const key of Object.keys(env))
    if (/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(key)) delete env[key];
  return env;
}

/** @param {number} port @param {PageOptions} page */
function address(port, { folder, extension, tests }) {
  /** @param {string} file */
  const remote = file => `vscode-remote://127.0.0.1:${port}${asUriPath(file)}`;
  const payload = [['skipWelcome', 'true']];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({
    ...(folder
      ? { [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: asUriPath(folder) }
      : { ew: 'true' }),
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** @param {string} file `C:\\x` becomes `/C:/x` */
const asUriPath = file => (process.platform === 'win32' ? `/${file.replaceAll('\\', '/')}` : file);

/** @param {number} port @param {import('./processes.mjs').Started} started */
async function answering(port, started) {
  let over = false;
  void started.ended.then(() => (over = true));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !over; await delay(100)) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok) return;
  }
  await started.stop();
  throw new Error(`The editor's server did not start.\n${started.output().trim()}`);
}
