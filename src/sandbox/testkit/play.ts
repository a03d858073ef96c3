import type { Arrival, ClosedLoop, Played, PlayOptions } from '../../../media/types/testkit';
import { numberIn, positive } from './arguments';
import { soon, type KitPowers } from './kitPowers';
import { latencyOf } from './latencies';
import { drawPlay } from './playPicture';
import { createPlayed } from './played';
import { Requests } from './requests';
import { maxArrivals, sorted } from './traffic';

const defaultPatience = 60_000;

/** An open loop: requests come when they come. */
export async function playArrivals<R>(
  powers: KitPowers,
  arrivals: readonly Arrival[],
  send: (arrival: Arrival) => R | PromiseLike<R>,
  options: PlayOptions<R> = {},
): Promise<Played<R>> {
  const { clock } = powers;
  const requests = new Requests(powers, options);
  const began = clock.elapsed();
  const queue = sorted(arrivals);
  queue.forEach(({ at }) => numberIn('play: the `at` of an arrival', at));
  let next = 0;
  const scheduleNext = (): void => {
    const arrival = queue[next];
    if (!arrival) return;
    clock.at(began + arrival.at, () => {
      next++;
      requests.start(arrival.key, () => send(arrival));
      scheduleNext();
    });
  };
  scheduleNext();
  const isDone = (): boolean => next === queue.length && requests.underWay === 0;
  return finish(powers, requests, options, isDone, began + (queue.at(-1)?.at ?? 0));
}

/** A closed loop: who waits for an answer asks nothing else. */
export async function playLoop<R>(
  powers: KitPowers,
  { clients, thinkMs = 0, forMs }: ClosedLoop,
  send: (client: string) => R | PromiseLike<R>,
  options: PlayOptions<R> = {},
): Promise<Played<R>> {
  const { clock, draw } = powers;
  const count = numberIn('playClients: clients', clients, { min: 1, max: maxArrivals, whole: true });
  const end = clock.elapsed() + positive('playClients: forMs', forMs);
  const think = latencyOf('playClients: thinkMs', thinkMs);
  const requests = new Requests(powers, options);
  let active = count;
  const ask = (client: string, pause: number): void => {
    const moment = soon(clock, pause);
    if (moment >= end) active--;
    else
      clock.at(moment, () =>
        requests.start(
          client,
          () => send(client),
          () => ask(client, Math.max(1, think(draw))),
        ),
      );
  };
  for (let n = 1; n <= count; n++) ask(`client-${n}`, draw() * think(draw));
  return finish(powers, requests, options, () => active === 0, end);
}

async function finish<R>(
  powers: KitPowers,
  requests: Requests<R>,
  options: PlayOptions<R>,
  isDone: () => boolean,
  lastMoment: number,
): Promise<Played<R>> {
  const { name = 'requests', draw = true, patienceMs = defaultPatience } = options;
  const { clock } = powers;
  const began = clock.elapsed();
  numberIn('play: patienceMs', patienceMs);
  await clock.runUntil(() => isDone() || powers.hasFailed(), lastMoment + patienceMs);
  const outcomes = requests.end();
  const played = createPlayed(outcomes, requests.mostUnderWay);
  if (draw)
    drawPlay(powers.picture, name, { outcomes, inFlight: requests.inFlight, began, ended: clock.elapsed() });
  if (powers.hasFailed()) throw powers.fail('An assertion failed while requests were played.');
  return played;
}
