import type { PlayReport } from '../../src/core/run/playReport';
import type { TraceEvent } from '../../src/core/run/trace';
import type { Played, PlaygroundView, PlayParams } from '../../src/protocol/playground';

/** A playground as the host would send it, and a host's answers to it. */
export const playgroundView: PlaygroundView = {
  aboutHtml:
    '<p>One user and five servers for half a minute. The contract is <strong>20 requests in 10 s</strong>.</p>',
  parameters: [
    {
      ...{ kind: 'choice', id: 'limiter', title: 'Limiter', default: 'shared' },
      aboutHtml: 'The shared one asks a store.',
      choices: [
        { id: 'shared', title: 'Shared by all servers' },
        { id: 'each', title: 'Each server counts' },
      ],
    },
    {
      ...{ kind: 'number', id: 'rate', title: 'Requests of the user', unit: 'per second', default: 4 },
      aboutHtml: 'On average; they come at random.',
      stops: [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20],
    },
    {
      ...{ kind: 'number', id: 'servers', title: 'Servers', unit: '', aboutHtml: '', default: 5 },
      stops: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  ],
  presets: [
    {
      title: 'Black Friday',
      aboutHtml: 'Who is refused, and for how long?',
      settings: { limiter: 'shared', rate: 20, servers: 5 },
    },
    { title: 'One server down', aboutHtml: '', settings: { limiter: 'each', rate: 4, servers: 4 } },
  ],
  revision: '1',
  referenceRevealed: true,
  referenceWhen: 'Shown when every check has passed.',
};

const walls = { compartment: true, permissions: true, watchdog: true, emptyEnvironment: true };

/** A sliding log of 20 in 10 s, or as many of them as there are servers. */
function reportOf({ settings, seed }: PlayParams, limit: number): PlayReport {
  const everyMs = 1_000 / Number(settings['rate']);
  const admitted: number[] = [];
  const trace: TraceEvent[] = [{ kind: 'limit', series: 'admitted in the last 10 s', value: 20 }];
  let [count, most] = [0, 0];
  for (let t = (seed * 37) % 200; t < 30_000; t += everyMs) {
    count++;
    const recent = admitted.filter(at => at > t - 10_000).length;
    const isAdmitted = recent < limit;
    trace.push({
      ...{ kind: 'mark', t: Math.round(t), lane: `server ${1 + (count % 2)}` },
      ...(isAdmitted ? { label: 'admitted', tone: 'good' } : { label: 'refused', tone: 'neutral' }),
    });
    if (!isAdmitted) continue;
    admitted.push(t);
    most = Math.max(most, recent + 1);
    trace.push({ kind: 'point', t: Math.round(t), series: 'admitted in the last 10 s', value: recent + 1 });
  }
  const isBad = most > 20;
  trace.push(
    { kind: 'reading', name: 'requests', value: count, unit: '', tone: 'neutral', note: '' },
    {
      kind: 'reading',
      name: 'admitted',
      value: (100 * admitted.length) / count,
      unit: '%',
      tone: 'neutral',
      note: '',
    },
    {
      ...{ kind: 'reading', name: 'most admitted in any 10 s', value: most, unit: 'requests' },
      ...(isBad ? { tone: 'bad', note: 'The contract says 20.' } : { tone: 'good', note: '' }),
    },
    { kind: 'reading', name: 'slowest decision', value: 4, unit: 'ms', tone: 'neutral', note: '' },
  );
  return { kind: 'played', seed, durationMs: 20, walls, trace, logs: [] };
}

export function playedFor(params: PlayParams): Played {
  const { limiter, servers } = params.settings;
  return {
    mine: reportOf(params, limiter === 'each' ? 20 * Number(servers) : 20),
    reference: params.reference ? reportOf(params, 20) : null,
  };
}

export const stoppedPlay = ({ seed }: PlayParams): Played => ({
  mine: {
    ...{
      kind: 'failed',
      seed,
      durationMs: 20,
      walls,
      trace: [],
      logs: [{ level: 'log', text: 'about to count' }],
    },
    failure: {
      message: 'TypeError: Cannot read properties of undefined (reading ‘count’)',
      frames: [{ file: 'limiter.ts', line: 7, column: 12, fn: 'check' }],
    },
  },
  reference: null,
});
