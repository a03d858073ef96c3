import type { Tone } from '../../core/run/trace';
import { formatMoment, formatNumber } from '../quantities';
import { useSurroundings } from '../view/context';
import type { LaneLayout, Mark, SeriesLayout, TraceLayout } from './traceLayout';

type Ticks = TraceLayout['ticks'];

const percent = (value: number): string => `${value}%`;

const plotHeight = 64;
const plotMargin = 8;

export function SeriesRow({ series, ticks }: { readonly series: SeriesLayout; readonly ticks: Ticks }) {
  const { say } = useSurroundings();
  const y = (share: number) => plotHeight - plotMargin - share * (plotHeight - 2 * plotMargin);
  return (
    <>
      <span class="trace-name">
        {series.name}
        <span class="muted">
          {[
            `${formatNumber(series.min)}–${formatNumber(series.max)}`,
            ...series.limits.map(({ value }) => say('traceLimit', { value: formatNumber(value) })),
          ].join(', ')}
        </span>
      </span>
      <svg class="trace-row" width="100%" height={plotHeight} aria-hidden="true">
        <Grid ticks={ticks} height={plotHeight} />
        <line class="trace-base" x1="0" x2="100%" y1={y(0)} y2={y(0)} />
        {series.limits.map(({ value, y: height }) => (
          <line key={value} class="trace-limit" x1="0" x2="100%" y1={y(height)} y2={y(height)} />
        ))}
        {series.steps.map(({ x1, y1, x2, y2 }, index) => (
          <g key={index} class="trace-step">
            <line x1={percent(x1)} x2={percent(x2)} y1={y(y1)} y2={y(y1)} />
            {y1 !== y2 && <line x1={percent(x2)} x2={percent(x2)} y1={y(y1)} y2={y(y2)} />}
          </g>
        ))}
      </svg>
    </>
  );
}

const laneHeight = 34;
const middle = laneHeight / 2;

interface LaneProps {
  readonly lane: LaneLayout;
  readonly ticks: Ticks;
  readonly end: number;
}

/** States are bands with their name in them; good marks stand above the line, bad ones hang below it. */
export function LaneRow({ lane, ticks, end }: LaneProps) {
  return (
    <>
      <span class="trace-name">{lane.name}</span>
      <svg class="trace-row" width="100%" height={laneHeight} aria-hidden="true">
        <Grid ticks={ticks} height={laneHeight} />
        {lane.bands.map(({ state, x, width, shade }, index) => (
          <svg key={index} x={percent(x)} width={percent(width)} height={laneHeight}>
            <title>{state}</title>
            <rect
              class={`trace-band trace-shade-${shade % shadeCount}`}
              x="0.5"
              y="6.5"
              width="100%"
              height="21"
            />
            <text class="trace-band-text" x="6" y={middle + 4}>
              {state}
            </text>
          </svg>
        ))}
        {lane.marks.length > 0 && <line class="trace-base" x1="0" x2="100%" y1={middle} y2={middle} />}
        {lane.marks.map(mark => (
          <MarkSign key={`${mark.t} ${mark.tone} ${mark.label}`} mark={mark} end={end} />
        ))}
      </svg>
    </>
  );
}

const shadeCount = 5;

function MarkSign({ mark, end }: { readonly mark: Mark; readonly end: number }) {
  const { say } = useSurroundings();
  const { label, count, t } = mark;
  const time = formatMoment(t, end, say);
  return (
    <svg x={percent(mark.x)} y={middle} class="trace-mark" overflow="visible">
      <title>{count > 1 ? say('markAtTimes', { label, count, time }) : say('markAt', { label, time })}</title>
      <Sign tone={mark.tone} />
    </svg>
  );
}

/** Drawn around 0, 0. Place and shape tell the tones apart; colour only helps. */
function Sign({ tone }: { readonly tone: Tone }) {
  switch (tone) {
    case 'good':
      return <path class="tone-good" d="M0 -1 V-7 M0 -7 m-3 0 a3 3 0 1 0 6 0 a3 3 0 1 0 -6 0" />;
    case 'bad':
      return <path class="tone-bad" d="M0 1 V6 M-3 6 L3 12 M3 6 L-3 12" />;
    case 'neutral':
      return <path class="tone-neutral" d="M0 -4 L4 0 L0 4 L-4 0 Z" />;
  }
}

export function ToneSign({ tone }: { readonly tone: Tone }) {
  return (
    <svg
      class="trace-sign"
      width="12"
      height="14"
      viewBox={tone === 'bad' ? '-6 0 12 14' : '-6 -10 12 14'}
      aria-hidden="true"
    >
      <Sign tone={tone} />
    </svg>
  );
}

function Grid({ ticks, height }: { readonly ticks: Ticks; readonly height: number }) {
  return (
    <>
      {ticks.map(({ t, x }) => (
        <line key={t} class="trace-grid" x1={percent(x)} x2={percent(x)} y1="0" y2={height} />
      ))}
    </>
  );
}
