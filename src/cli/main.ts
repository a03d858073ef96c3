import nodeModule from 'node:module';
import path from 'node:path';
import { Installation } from '../node/installation';
import { userCacheFolder } from '../node/userCache';
import type * as Cli from './cli';
import { startFirstChild } from './firstChild';

const argv = process.argv.slice(2);
const installation = new Installation(__dirname);
// A child takes longer to start than everything else here: that is loaded and read meanwhile.
const children = argv[0] === 'run' ? startFirstChild(installation) : undefined;

const controller = new AbortController();
// The first interruption ends the run in an orderly way; the second is the system's own.
process.once('SIGINT', () => controller.abort());
// A reader such as `head` may go away before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { NO_COLOR: noColor, FORCE_COLOR: forceColor } = process.env;
const color = forceColor ? forceColor !== '0' : process.stdout.isTTY && !noColor;

void run().then(code => {
  children?.dispose();
  process.exitCode = code;
});

function run(): Promise<number> {
  const { runCli } = loadCommands();
  const io = {
    out: (text: string) => void process.stdout.write(`${text}\n`),
    err: (text: string) => void process.stderr.write(`${text}\n`),
    ...(process.stderr.isTTY && {
      progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`),
    }),
    color,
    signal: controller.signal,
  };
  return runCli(argv, installation, io, children);
}

/** A file of its own, so that Node (22.1 and later) can keep what V8 has made of it. */
function loadCommands(): typeof Cli {
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(path.join(userCacheFolder(), 'commands'));
  return nodeModule.createRequire(__filename)('./commands.js') as typeof Cli;
}
