/** What runs in the child: hardens the realm, says that it is ready, and does what the host asks. */
import { watchdog } from './postedWatchdog';
import './realm';
import { writeSync } from 'node:fs';
import { parseHostMessage, runProtocol, type Job, type JobMessage } from '../protocol/run';
import { givenMode, givenServices } from './childArguments';
import { hostLine, receiveAnswer } from './hostLine';
import { listen, send } from './ipc';
import { JobRun } from './jobRun';
import { openServices } from './services/openServices';
import type { SandboxService } from './services/service';
import { warmUp } from './warmUp';
import { lookUpWalls } from './walls';

/** The tiny job is run when nothing has been asked for so long: whoever waits for this child must not wait for it. */
const idleMs = 20;

let services: readonly SandboxService[] = [];
/** Has its suites defined, and waits for what the learner wrote. */
let ahead: JobRun | undefined;
/** Jobs that have arrived and are not done, the current one included. They take turns. */
let waiting = 0;
let turn: Promise<void> = start().catch(giveUp);
let idle: NodeJS.Timeout | undefined;
/** Resolved when the tiny job has been run, which may be never. */
export const isHot = new Promise<void>(resolve => {
  // A child for debugging or coverage has a job already, and nobody counts its milliseconds.
  if (givenMode === 'run' || givenMode === 'code-cache')
    idle = setTimeout(() => enqueue(() => warmUp(watchdog, services).then(resolve)), idleMs);
});

listen(raw => {
  const message = parseHostMessage(raw);
  if (!message) return;
  if (message.type === 'answer') return receiveAnswer(message.id, message.reply);
  clearTimeout(idle);
  if (message.type === 'define') return defineAhead(message.job);
  waiting++;
  enqueue(() => answer(message).finally(() => waiting--));
});

function enqueue(work: () => Promise<void>): void {
  turn = turn.then(work).catch(giveUp);
}

/** Nothing that a guest does leads here: it is a mistake of ours, and the host logs what is printed. */
function giveUp(error: unknown): void {
  writeSync(2, `${String(error)}\n`);
  process.exit(70);
}

async function start(): Promise<void> {
  services = await openServices(givenServices);
  await send({ type: 'ready', protocol: runProtocol, walls: lookUpWalls(watchdog) });
}

async function answer({ type, nonce, job }: JobMessage): Promise<void> {
  watchdog.arm(job);
  const line = type === 'run' && job.served ? hostLine(nonce) : undefined;
  for (const service of services) service.useHost?.(line);
  if (type === 'prepare') await prepare(job);
  else await perform(type, runOf(job, nonce), sayWatched(nonce));
  watchdog.disarm();
  if (type !== 'prepare') await send({ type: 'done', nonce });
}

async function perform(type: 'plan' | 'run', run: JobRun, isWatched: Promise<void>): Promise<void> {
  const plan = await run.plan();
  if (!plan || type === 'plan') return;
  await run.run(plan, isWatched);
  await isWatched;
}

/**
 * The thread is armed whether it is running yet or not, and counts from its start. Nobody waits for it but the verdict,
 * which says which walls stood.
 */
async function sayWatched(nonce: string): Promise<void> {
  if (await watchdog.hasStarted()) await send({ type: 'watched', nonce });
}

/** Runs the job without a word until it is hot, or until somebody is waiting; then defines its suites for the next run. */
async function prepare(job: Job): Promise<void> {
  const end = performance.now() + 300;
  for (let times = 0; times < 4 && performance.now() < end && waiting === 1; times++)
    await warmUp(watchdog, services, job);
  defineAhead(job);
}

/** There is time for it while the watchdog's thread is starting, and no code of a learner is in it. */
function defineAhead(job: Job): void {
  if (services.length < givenServices.length) return; // what the suites import is not there yet
  const next = newRun(job, '');
  try {
    next.define();
    ahead = next;
  } catch {
    // A broken suite is the run's to report.
  }
}

const newRun = (job: Job, nonce: string): JobRun => new JobRun(job, nonce, { say: send, watchdog, services });

/** The run that has been prepared, if it is this one. */
function runOf(job: Job, nonce: string): JobRun {
  const prepared = ahead;
  ahead = undefined;
  if (!prepared?.fits(job)) return newRun(job, nonce);
  prepared.adopt(job, nonce);
  return prepared;
}
