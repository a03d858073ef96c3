import type { Outcome, Played, Verdict } from '../../../media/types/testkit';
import { grouped } from './grouped';
import { numberIn, positive } from './arguments';

/** What can be asked about requests that have been played. */
export function createPlayed<R>(outcomes: readonly Outcome<R>[], mostInFlight: number): Played<R> {
  const having = (verdict: Verdict | undefined): readonly Outcome<R>[] =>
    verdict === undefined ? outcomes : outcomes.filter(outcome => outcome.verdict === verdict);
  return {
    outcomes,
    mostInFlight,
    count: verdict => having(verdict).length,
    percentile: (p, verdict) => {
      numberIn('percentile', p, { max: 100 });
      const latencies = having(verdict)
        .filter(outcome => outcome.verdict !== 'unanswered')
        .map(({ latencyMs }) => latencyMs)
        .sort((a, b) => a - b);
      if (latencies.length === 0)
        throw new RangeError(`No request ${verdict ?? 'answered'}: there is no percentile.`);
      return latencies[Math.max(0, Math.ceil((p / 100) * latencies.length) - 1)]!; // nearest rank
    },
    mostAdmittedWithin: (windowMs, key) =>
      mostWithin(
        having('admitted').filter(outcome => key === undefined || outcome.key === key),
        positive('mostAdmittedWithin: windowMs', windowMs),
      ),
    byKey: () => grouped(outcomes, ({ key }) => key),
  };
}

/**
 * The most requests that were sent and answered within a window that is open at its end. A request counts for each
 * window that begins after `endedAt - windowMs` and at `sentAt` at the latest: how many of these stretches overlap?
 */
function mostWithin(
  outcomes: readonly Pick<Outcome<unknown>, 'sentAt' | 'endedAt'>[],
  windowMs: number,
): number {
  const edges = outcomes.flatMap(({ sentAt, endedAt = Infinity }) =>
    endedAt - windowMs < sentAt
      ? [
          { at: endedAt - windowMs, by: 1 },
          { at: sentAt, by: -1 },
        ]
      : [],
  );
  edges.sort((a, b) => a.at - b.at || a.by - b.by); // ends first: the beginning of a stretch is not part of it
  let [now, most] = [0, 0];
  for (const { by } of edges) most = Math.max(most, (now += by));
  return most;
}
