import { RefusedError, UnavailableError } from '#attempt/errors.ts';
import { createGuard } from '#attempt/guard.ts';
import type { Grant, Guard } from '#attempt/types.ts';
import { clock, faults, random, trace } from '#testkit';
import { minute, Platform, second } from './platform.ts';
import { verifier } from './vault.ts';

interface Settings {
  readonly people: number;
  /** Minutes. */
  readonly ttl: number;
  /** Per cent of the answers to a refresh. */
  readonly lost: number;
  /** Seconds until a client tries again. */
  readonly retry: number;
  /** Seconds. */
  readonly grace: number;
  /** People whose role is taken away. */
  readonly dismissed: number;
  /** Seconds. */
  readonly outage: number;
}

/** A person with one device, and all that will happen to them. */
interface Person {
  readonly id: string;
  readonly comesAt: number;
  /** When the role is taken away. */
  readonly dismissedAt: number | undefined;
  /** Whether the answer to the n-th refresh gets lost. */
  readonly losses: readonly boolean[];
  grant?: Grant;
  /** Since when the device has no access token that is good. */
  waitsSince?: number;
}

/** What is counted over all of them. */
interface Counts {
  refreshes: number;
  loggedOut: number;
  longestWaitMs: number;
  longestStaleMs: number;
  /** Thrown by the design, and neither a refusal nor an outage: there is nothing to look at. */
  readonly unexpected: unknown[];
}

const forMs = 30 * minute;
const [comeWithinMs, outageAt, sampledEveryMs] = [10 * minute, 15 * minute, 10 * second];
const requestsPerMinute = 6;

/** Half an hour of a few people with one device each, three auth servers, and the guards of ten services. */
export async function playground(settings: Settings): Promise<void> {
  const { ttl, grace, outage } = settings;
  const people = peopleOf(settings);
  const platform = new Platform({ accessTtlMs: ttl * minute, graceMs: grace * second });
  const guard = createGuard({ verifier });
  const counts: Counts = {
    refreshes: 0,
    loggedOut: 0,
    longestWaitMs: 0,
    longestStaleMs: 0,
    unexpected: [],
  };
  if (outage > 0) platform.store.apply(faults.crash(), { afterMs: outageAt, forMs: outage * second });
  for (const { id, dismissedAt } of people)
    if (dismissedAt !== undefined)
      clock.at(dismissedAt, () => {
        platform.roles.set(id, []);
        trace.mark('roles', 'taken away');
      });
  for (const [index, person] of people.entries())
    clock.at(person.comesAt, () => void live(person, index, platform, settings, counts));

  const stops = [
    perMinute('refreshes per minute', () => counts.refreshes),
    perMinute('calls to the store per minute', () => platform.store.counts().sent),
    trace.gauge('people who wait for a token', sampledEveryMs, () => people.filter(isWaiting).length),
    trace.gauge(
      'accepted with a role that was taken away',
      sampledEveryMs,
      () => people.filter(person => isStale(person, guard, counts)).length,
    ),
  ];
  await clock.advance(forMs);
  for (const stop of stops) stop();
  if (counts.unexpected.length > 0) throw counts.unexpected[0];
  sumUp(settings, counts, platform.store.counts().sent, people.filter(isWaiting));
}

function peopleOf({ people, dismissed, lost }: Settings): Person[] {
  return Array.from({ length: people }, (_, index) => {
    const [comesAt, dismissedAt] = [random.int(0, comeWithinMs), random.int(comeWithinMs, 20 * minute)];
    return {
      id: `user-${index + 1}`,
      comesAt,
      dismissedAt: index < dismissed ? dismissedAt : undefined,
      losses: Array.from({ length: 60 }, () => random.chance(lost / 100)),
    };
  });
}

/** Logs in, and refreshes whenever the access token has ended. */
async function live(
  person: Person,
  index: number,
  platform: Platform,
  { retry }: Settings,
  counts: Counts,
): Promise<void> {
  let attempts = 0;
  const again = (): Promise<void> => clock.sleep(retry * second);
  try {
    for (;;) {
      const server = platform.server((index + attempts++) % 3);
      const { grant } = person;
      try {
        person.waitsSince ??= clock.elapsed();
        if (grant) counts.refreshes++;
        const next = await (grant ? server.refresh(grant.refreshToken) : server.login(person.id, 'phone'));
        if (grant && person.losses[attempts % person.losses.length]) {
          trace.mark('clients', 'answer lost');
          await again();
          continue;
        }
        counts.longestWaitMs = Math.max(counts.longestWaitMs, clock.elapsed() - person.waitsSince);
        delete person.waitsSince;
        person.grant = next;
        await clock.sleep(Math.max(second, next.accessEndsAt - clock.now()));
      } catch (error) {
        if (error instanceof RefusedError) {
          counts.loggedOut++;
          delete person.grant;
          trace.mark('clients', `logged out: ${error.reason}`, 'bad');
        } else if (!(error instanceof UnavailableError)) throw error;
        await again();
      }
    }
  } catch (error) {
    counts.unexpected.push(error);
  }
}

const isWaiting = ({ waitsSince }: Person): boolean => waitsSince !== undefined;

function isStale({ grant, dismissedAt }: Person, guard: Guard, counts: Counts): boolean {
  const since = clock.elapsed() - (dismissedAt ?? Infinity);
  if (since < 0 || !grant) return false;
  try {
    const access = guard.check(grant.accessToken);
    const isIn = access.ok && access.roles.includes('analyst');
    if (isIn) counts.longestStaleMs = Math.max(counts.longestStaleMs, since);
    return isIn;
  } catch (error) {
    counts.unexpected.push(error);
    return false;
  }
}

function sumUp(
  { ttl, people, grace, outage }: Settings,
  { refreshes, loggedOut, longestWaitMs, longestStaleMs }: Counts,
  storeCalls: number,
  waiting: readonly Person[],
): void {
  const minutes = forMs / minute;
  trace.reading('calls to the store', storeCalls / minutes, { unit: 'per minute' });
  trace.reading('with a look-up for each request', people * requestsPerMinute, {
    unit: 'per minute',
    note: `If everybody sends ${requestsPerMinute} requests a minute, and one service looks.`,
  });
  trace.reading('refreshes', refreshes / minutes, { unit: 'per minute' });
  const isTooOld = longestStaleMs > ttl * minute;
  trace.reading('longest use of a role that was taken away', longestStaleMs, {
    unit: 'ms',
    tone: isTooOld ? 'bad' : 'neutral',
    note: isTooOld ? 'Longer than an access token lives.' : '',
  });
  trace.reading('logged out', loggedOut, {
    unit: 'people',
    tone: loggedOut > 0 ? 'bad' : 'good',
    note: loggedOut > 0 ? `An answer was lost, and they came back after ${grace} s or more.` : '',
  });
  trace.reading('longest wait for a token', longestWaitMs, {
    unit: 'ms',
    note: outage > 0 ? 'Those whose token lived on have noticed nothing.' : '',
  });
  if (waiting.length > 0) trace.reading('still waiting at the end', waiting.length, { unit: 'people' });
}

/** How often it has happened in each minute. */
function perMinute(series: string, count: () => number): () => void {
  let before = 0;
  return trace.gauge(series, minute, () => {
    const now = count();
    const rate = now - before;
    before = now;
    return rate;
  });
}
