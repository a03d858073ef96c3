import { Installation } from '../node/installation';
import { runCli } from './cli';

const controller = new AbortController();
// The first interruption ends the run in an orderly way; the second is the system's own.
process.once('SIGINT', () => controller.abort());
// A reader such as `head` may go away before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { NO_COLOR: noColor, FORCE_COLOR: forceColor } = process.env;
const colored = forceColor ? forceColor !== '0' : process.stdout.isTTY && !noColor;

void runCli(process.argv.slice(2), new Installation(__dirname), {
  out: text => process.stdout.write(`${text}\n`),
  err: text => process.stderr.write(`${text}\n`),
  ...(process.stderr.isTTY && { progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) }),
  color: colored,
  signal: controller.signal,
}).then(code => {
  process.exitCode = code;
});
