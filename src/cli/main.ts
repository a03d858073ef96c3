import { Installation } from '../node/installation';
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

async function run(): Promise<number> {
  const { runCli } = await import('./cli');
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
