import type { Tone } from '../../core/run/trace';
import { useSurroundings } from '../view/context';
import type { LegendEntry } from './traceModel';

export function TraceLegend({ legend }: { readonly legend: readonly LegendEntry[] }) {
  const { say } = useSurroundings();
  if (legend.length === 0) return null;
  return (
    <ul class="trace-legend" aria-label={say('traceLegend')}>
      {legend.map(({ label, tone, count }) => (
        <li key={`${tone} ${label}`}>
          <ToneSign tone={tone} /> {say('markCount', { label, count })}
        </li>
      ))}
    </ul>
  );
}

/** As in the plots, see paintRow.ts. */
function ToneSign({ tone }: { readonly tone: Tone }) {
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
