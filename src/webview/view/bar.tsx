import type { LiveCheck } from '../../protocol/panel';
import { tallyOf } from '../verdict';

/** The proportions at a glance; the words beside it say the same. */
export function Bar({ checks }: { readonly checks: readonly Pick<LiveCheck, 'state'>[] }) {
  const { total, passed, failed, notRevealed } = tallyOf(checks);
  const parts = [
    { state: 'passed', count: passed },
    { state: 'failed', count: failed },
    { state: 'not-revealed', count: notRevealed },
  ];
  let from = 0;
  return (
    <svg class="bar" width="100%" height="6" aria-hidden="true">
      {parts.map(({ state, count }) => {
        const x = from;
        from += count;
        return (
          <rect
            key={state}
            class={`bar-${state}`}
            x={`${(x / total) * 100}%`}
            width={`${(count / total) * 100}%`}
            height="6"
          />
        );
      })}
    </svg>
  );
}
