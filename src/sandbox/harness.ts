/** What runs in the child: hardens the realm, says that it is ready, and does what the host asks. */
import './realm';
import { writeSync } from 'node:fs';
import { parseHostMessage, runProtocol, type HostMessage, type Job } from '../protocol/run';
import { listen, send } from './ipc';
import { JobRun } from './jobRun';
import { openServices } from './services/openServices';
import type { SandboxService } from './services/service';
import { warmUp } from './warmUp';
import { Watchdog } from './watchdog';
import { lookUpWalls } from './walls';

/** Given by the host as an argument: the environment stays empty. */
const ceilingMb = Number(process.argv[2]);
const serviceNames = (process.argv[3] ?? '').split(',').filter(Boolean);
/** A `ChildMode` of the host. */
const mode = process.argv[4] ?? 'run';
let services: readonly SandboxService[] = [];
const watchdog = new Watchdog(Number.isFinite(ceilingMb) ? ceilingMb : 700, mode !== 'debug');

/** Jobs that have arrived and are not done, the current one included. They take turns. */
let waiting = 0;
let turn: Promise<void> = start().catch(giveUp);

listen(raw => {
  const message = parseHostMessage(raw);
  if (!message) return;
  waiting++;
  turn = turn
    .then(() => answer(message))
    .catch(giveUp)
    .finally(() => waiting--);
});

/** Nothing that a guest does leads here: it is a mistake of ours, and the host logs what is printed. */
function giveUp(error: unknown): void {
  writeSync(2, `${String(error)}\n`);
  process.exit(70);
}

async function start(): Promise<void> {
  services = await openServices(serviceNames);
  if (mode === 'run') await warmUp(watchdog, services); // others have only one job, and nobody waits for it
  await send({ type: 'ready', protocol: runProtocol, walls: await lookUpWalls(watchdog) });
}

async function answer({ type, nonce, job }: HostMessage): Promise<void> {
  watchdog.arm(job);
  if (type === 'prepare') await prepare(job);
  else await perform(type, new JobRun(job, nonce, { say: send, watchdog, services }));
  watchdog.disarm();
  if (type !== 'prepare') await send({ type: 'done', nonce });
}

async function perform(type: 'plan' | 'run', run: JobRun): Promise<void> {
  const plan = await run.plan();
  if (plan && type === 'run') await run.run(plan);
}

/** Runs the job without a word until it is hot, or until somebody is waiting. */
async function prepare(job: Job): Promise<void> {
  const end = performance.now() + 300;
  for (let times = 0; times < 4 && performance.now() < end && waiting === 1; times++)
    await warmUp(watchdog, services, job);
}
