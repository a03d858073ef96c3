import * as l10n from '@vscode/l10n';
import { assertNever } from '../errors';
import type { Exercise, Pack } from '../exercise';
import {
  defaultSettings,
  presetSettings,
  stopsOf,
  type Parameter,
  type Playground,
  type Settings,
} from '../playground';
import type { PlayReport } from '../run/playReport';
import type { Cancellation, SuiteRunner } from '../run/request';
import type { Design } from './runDesigns';
import { finding, warning, type Anchor, type UnplacedFinding } from './finding';

/** Milliseconds of processor time: somebody drags a slider, and looks. */
const budgetMs = 300;
/** So far beyond the budget no machine is to blame. */
const farBeyond = 10;
/** The quickest of so many is an accident less often. */
const retries = 2;
/** Settings from all over the ranges, besides the ends. */
const mixtures = 5;

/** Settings that are tried, and what to call them. */
interface Trial {
  readonly name: string;
  readonly settings: Settings;
  readonly at: Anchor;
}

/** Every default, preset, end of a range and choice, everything at its least and its most, and mixtures of all. */
export function trialsOf(playground: Playground): readonly Trial[] {
  const { parameters, presets } = playground;
  const usual = defaultSettings(playground);
  const everything = (
    name: string,
    pick: (parameter: Parameter, index: number) => Settings[string],
  ): Trial => ({
    name,
    settings: Object.fromEntries(parameters.map((parameter, i) => [parameter.id, pick(parameter, i)])),
    at: { yaml: ['playground'] },
  });
  const valuesOf = (parameter: Parameter): readonly Settings[string][] =>
    parameter.kind === 'number' ? stopsOf(parameter) : parameter.choices.map(({ id }) => id);
  const end = (values: readonly Settings[string][], from: 0 | -1) => values.at(from) ?? 0;
  const single = parameters.flatMap((parameter, index) => {
    const values = valuesOf(parameter);
    const tried = parameter.kind === 'number' ? [end(values, 0), end(values, -1)] : values;
    return tried.map(value => ({
      name: l10n.t('with {0} at {1}', parameter.id, value),
      settings: { ...usual, [parameter.id]: value },
      at: { yaml: ['playground', 'parameters', index] },
    }));
  });
  return [
    { name: l10n.t('by default'), settings: usual, at: { yaml: ['playground'] } },
    ...presets.map((preset, index) => ({
      name: l10n.t('with the preset "{0}"', preset.title),
      settings: presetSettings(playground, preset),
      at: { yaml: ['playground', 'presets', index] },
    })),
    ...single,
    everything(l10n.t('with everything at its least'), parameter => end(valuesOf(parameter), 0)),
    everything(l10n.t('with everything at its most'), parameter => end(valuesOf(parameter), -1)),
    ...Array.from({ length: mixtures }, (_, round) =>
      everything(l10n.t('with a mixture (number {0})', round + 1), (parameter, index) => {
        const values = valuesOf(parameter);
        return values[Math.floor(spread(round, index) * values.length)] ?? end(values, 0);
      }),
    ),
  ];
}

/** Irrational steps, another one for each parameter, cover a range evenly and the same way every time. */
const spread = (round: number, index: number): number =>
  ((round + 1) * Math.sqrt([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37][index % 12] ?? 2)) % 1;

export interface PlaygroundOptions {
  readonly seed: number;
  /** How many runs may go on at once. */
  readonly parallel: number;
  readonly signal?: Cancellation;
  readonly onRun?: () => void;
}

/** Runs of `judgePlayground`. */
export const playsOf = (exercise: Pick<Exercise, 'playground' | 'alternatives'>): number =>
  exercise.playground ? trialsOf(exercise.playground).length + 1 + exercise.alternatives.length : 0;

/**
 * A playground never fails with what is right, wherever its sliders stand, draws something each time, is quick enough
 * to be dragged, and does the same for the same seed.
 */
export async function judgePlayground(
  exercise: Exercise,
  pack: Pick<Pack, 'id' | 'version' | 'hash'>,
  runner: Pick<SuiteRunner, 'play'>,
  { seed, parallel, signal, onRun }: PlaygroundOptions,
): Promise<readonly UnplacedFinding[]> {
  const { playground } = exercise;
  if (!playground) return [];
  const solution = Object.fromEntries(exercise.files.map(({ path, solution }) => [path, solution]));
  const trials = trialsOf(playground);
  const [usual] = trials;
  const plays = [
    ...trials.map(trial => ({ ...trial, files: solution, alternative: undefined })),
    ...(usual ? [{ ...usual, files: solution, alternative: undefined }] : []),
    ...exercise.alternatives.map(({ id, files }) => ({
      ...{ name: l10n.t('by default'), settings: defaultSettings(playground), at: { yaml: ['playground'] } },
      ...{ files: { ...solution, ...files }, alternative: id },
    })),
  ];
  const run = async ({ files, settings }: Pick<Design, 'files'> & Trial) => {
    let cpuMs = 0;
    const onCost = (ms: number): void => void (cpuMs = ms);
    const more = { onCost, ...(signal && { signal }) };
    return { report: await runner.play({ exercise, pack, files, settings, seed, ...more }), cpuMs };
  };
  const reports: { report: PlayReport; cpuMs: number }[] = [];
  const waiting = [...plays.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, play] = next;
      reports[index] = await run(play);
      onRun?.();
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  const findings = plays.flatMap(({ name, alternative, at }, index) => {
    const called =
      alternative === undefined
        ? l10n.t('{0}, with the solution', name)
        : l10n.t('{0}, with the alternative "{1}"', name, alternative);
    const found = reports[index] && judgePlay(reports[index].report, playground, called, at);
    return found ? [found] : [];
  });
  const [first, again] = [reports[0]?.report, reports[trials.length]?.report];
  if (findings.length === 0 && seen(first) !== seen(again)) findings.push(twoResults(playground, seed));
  const slowest = plays.reduce(
    (worst, _, i) => ((reports[i]?.cpuMs ?? 0) > (reports[worst]?.cpuMs ?? 0) ? i : worst),
    0,
  );
  const play = plays[slowest];
  let took = reports[slowest]?.cpuMs ?? 0;
  for (let again = 0; play && again < retries && took > budgetMs; again++)
    took = Math.min(took, (await run(play)).cpuMs || took);
  // One mistake of the author's is usually behind all of them.
  return [...findings.slice(0, 3), ...(play && took > budgetMs ? [tooSlow(took, play)] : [])];
}

function judgePlay(
  report: PlayReport,
  { entry }: Playground,
  name: string,
  at: Anchor,
): UnplacedFinding | undefined {
  const fails = (why: string): UnplacedFinding =>
    finding(
      'playground-fails',
      l10n.t('The playground fails {0}: {1}', name, why),
      l10n.t('Correct {0}, or leave these settings out.', entry),
      at,
    );
  switch (report.kind) {
    case 'played':
      return report.trace.some(({ kind }) => kind === 'point' || kind === 'mark' || kind === 'state')
        ? undefined
        : finding(
            'playground-draws-nothing',
            l10n.t('The playground draws nothing {0}.', name),
            l10n.t('Use "play" or "trace" of the test kit.'),
            at,
          );
    case 'failed':
      return fails(report.failure.message.split('\n', 1)[0] ?? '');
    case 'did-not-compile':
      return fails(report.errors[0]?.message ?? l10n.t('It does not compile.'));
    case 'timed-out':
      return fails(l10n.t('It takes longer than {0} ms.', report.limitMs));
    case 'crashed':
      return fails(report.detail);
    case 'cancelled':
      return undefined;
    default:
      return assertNever(report);
  }
}

/** What a person sees of it. */
const seen = (report: PlayReport | undefined): string =>
  report?.kind === 'played' ? JSON.stringify([report.trace, report.logs]) : '';

const twoResults = ({ entry }: Playground, seed: number): UnplacedFinding =>
  finding(
    'not-deterministic',
    l10n.t('The playground gives two results for seed {0}.', seed),
    l10n.t(
      'Take time from "clock" and randomness from "random", and leave what was measured out of the picture.',
    ),
    { file: entry },
  );

function tooSlow(took: number, { name, at }: Trial): UnplacedFinding {
  const say = took > budgetMs * farBeyond ? finding : warning;
  return say(
    'slow-playground',
    l10n.t(
      'The playground takes {0} ms {1}; {2} ms are meant to be enough to follow a slider.',
      Math.round(took),
      name,
      budgetMs,
    ),
    l10n.t('Simulate less time, or fewer requests.'),
    at,
  );
}
