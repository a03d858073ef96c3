/** What runs in the child: hardens the realm, says that it is ready, and does what the host asks. */
import './realm';
import { parseHostMessage, runProtocol, type HostMessage, type Job } from '../protocol/run';
import { send } from './ipc';
import { JobRun } from './jobRun';
import { warmUp } from './warmUp';
import { Watchdog } from './watchdog';
import { lookUpWalls } from './walls';

/** Given by the host as an argument: the environment stays empty. */
const ceilingMb = Number(process.argv[2]);
const watchdog = new Watchdog(Number.isFinite(ceilingMb) ? ceilingMb : 700);

process.on('disconnect', () => process.exit(0));
process.on('message', raw => {
  const message = parseHostMessage(raw);
  if (message) void answer(message);
});

async function answer({ type, nonce, job }: HostMessage): Promise<void> {
  watchdog.arm(job);
  switch (type) {
    case 'plan':
      await new JobRun(job, nonce, send, watchdog).plan();
      break;
    case 'prepare':
      await prepare(job);
      break;
    case 'run': {
      const run = new JobRun(job, nonce, send, watchdog);
      const plan = await run.plan();
      if (plan) await run.run(plan);
    }
  }
  watchdog.disarm();
  await send({ type: 'done', nonce });
}

/** Runs the job without a word until it is hot, or has had enough time. */
async function prepare(job: Job): Promise<void> {
  const end = performance.now() + 400;
  for (let times = 0; times < 4 && performance.now() < end; times++) await warmUp(job, watchdog);
}

async function start(): Promise<void> {
  await warmUp(undefined, watchdog);
  await send({ type: 'ready', protocol: runProtocol, walls: await lookUpWalls(watchdog) });
}
void start();
