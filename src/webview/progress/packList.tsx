import type { PackProgress } from '../../protocol/progressPanel';
import type { Say } from '../say';

interface Props {
  readonly packs: readonly PackProgress[];
  readonly say: Say;
}

export const PackList = ({ packs, say }: Props) => (
  <ul class="packs">
    {packs.map(pack => (
      <li key={pack.id}>
        <h3>{pack.title}</h3>
        <PackBar pack={pack} />
        <p>
          {say('packTally', {
            passed: pack.passed,
            begun: pack.begun,
            fresh: pack.total - pack.passed - pack.begun,
          })}
          <span class="muted">
            {' · '}
            {say('packMinutes', { passed: pack.minutesPassed, total: pack.minutes })}
          </span>
        </p>
      </li>
    ))}
  </ul>
);

/** What the sentence below it says, drawn. */
function PackBar({ pack: { passed, begun, total } }: { readonly pack: PackProgress }) {
  return (
    <svg
      class="pack-bar"
      viewBox={`0 0 ${Math.max(total, 1)} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="pack-bar-all" width={Math.max(total, 1)} height="1" />
      <rect class="pack-bar-begun" width={passed + begun} height="1" />
      <rect class="pack-bar-passed" width={passed} height="1" />
    </svg>
  );
}
