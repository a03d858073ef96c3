import type { Outcome, Verdict } from '../../../media/types/testkit';
import type { Tone, DrawnEvent } from '../../core/run/trace';
import { grouped } from './grouped';
import type { InFlight } from './requests';

/** Of the 5,000 events of a check, one play takes at most about a third. */
const maxMarks = 800;
const maxSamples = 400;

const tones: Readonly<Record<Verdict, Tone>> = {
  admitted: 'good',
  denied: 'neutral',
  failed: 'bad',
  unanswered: 'bad',
};

export interface PlayedStretch {
  readonly outcomes: readonly Outcome<unknown>[];
  readonly inFlight: readonly InFlight[];
  readonly began: number;
  readonly ended: number;
}

/** A mark for each request, or rates if there are too many; and how many were under way. */
export function drawPlay(draw: (event: DrawnEvent) => void, name: string, stretch: PlayedStretch): void {
  if (stretch.outcomes.length <= maxMarks) drawMarks(draw, name, stretch);
  else drawRates(draw, name, stretch);
  const most = stretch.inFlight.reduce((highest, { value }) => Math.max(highest, value), 0);
  if (most > 1)
    for (const { t, value } of peaks(stretch.inFlight, stretch))
      draw({ kind: 'point', t, series: `${name} under way`, value });
}

function drawMarks(
  draw: (event: DrawnEvent) => void,
  name: string,
  { outcomes, ended }: PlayedStretch,
): void {
  const marks = outcomes.map(({ verdict, endedAt = ended }) => ({ verdict, t: endedAt }));
  for (const { verdict, t } of marks.sort((a, b) => a.t - b.t))
    draw({ kind: 'mark', t, lane: name, label: verdict, tone: tones[verdict] });
}

/** So many per second, in a hundred stretches of equal length. */
function drawRates(
  draw: (event: DrawnEvent) => void,
  name: string,
  { outcomes, began, ended }: PlayedStretch,
): void {
  const stretches = 100;
  const lengthMs = Math.max(1, Math.ceil((ended - began + 1) / stretches));
  for (const verdict of Object.keys(tones) as Verdict[]) {
    const counts = new Array<number>(stretches).fill(0);
    const own = outcomes.filter(outcome => outcome.verdict === verdict);
    if (own.length === 0) continue;
    for (const { endedAt = ended } of own) counts[Math.floor((endedAt - began) / lengthMs)]!++;
    counts.forEach((count, index) =>
      draw({
        kind: 'point',
        t: began + index * lengthMs,
        series: `${name} ${verdict} per second`,
        value: Math.round((count * 10_000) / lengthMs) / 10,
      }),
    );
  }
}

/** Of too many samples, the highest of each of equally long stretches. */
function peaks(samples: readonly InFlight[], { began, ended }: PlayedStretch): readonly InFlight[] {
  const ofMoment = lastOfEachMoment(samples);
  if (ofMoment.length <= maxSamples) return ofMoment;
  const lengthMs = (ended - began + 1) / maxSamples;
  const highest = new Map</* stretch */ number, InFlight>();
  for (const sample of ofMoment) {
    const index = Math.floor((sample.t - began) / lengthMs);
    if (sample.value >= (highest.get(index)?.value ?? 0)) highest.set(index, sample);
  }
  return [...highest.values()];
}

/** Highest of each moment, and the last one if that is lower: a request that takes no time is seen. */
function lastOfEachMoment(samples: readonly InFlight[]): readonly InFlight[] {
  const moments = grouped(samples, ({ t }) => t);
  return [...moments.values()].flatMap(same => {
    const highest = same.reduce((a, b) => (b.value > a.value ? b : a));
    const last = same.at(-1)!;
    return last.value === highest.value ? [last] : [highest, last];
  });
}
