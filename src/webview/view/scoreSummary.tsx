import type { Band, RubricScore } from '../../core/review/rubricScore';
import { useSurroundings } from './context';

interface Props {
  readonly score: RubricScore;
  readonly judged: number;
  readonly total: number;
}

/** How the answer stands by its own writer's verdict, against what makes one good and great. */
export function ScoreSummary({ score, judged, total }: Props) {
  const { say } = useSurroundings();
  return (
    <div class="score-summary">
      <p class={`score-level score-level-${score.level}`}>
        {score.level === 'open'
          ? say('scoreLevel.open', { judged, total })
          : say(`scoreLevel.${score.level}`)}
      </p>
      <BandBar name={say('level.good')} band={score.good} />
      {score.great.of > 0 && <BandBar name={say('level.great')} band={score.great} />}
    </div>
  );
}

interface BandProps {
  readonly name: string;
  readonly band: Band;
}

/** The bar shows what the sentence says, so it says nothing itself. */
function BandBar({ name, band }: BandProps) {
  const { say } = useSurroundings();
  const figures = new Intl.NumberFormat(say.language, { maximumFractionDigits: 1 });
  const percentOf = (weight: number): number => (band.of === 0 ? 0 : (100 * weight) / band.of);
  return (
    <div class="band">
      <span>
        {say('band', {
          level: name,
          got: figures.format(band.got),
          of: figures.format(band.of),
          floor: figures.format(band.floor),
        })}
      </span>
      <svg class="band-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="band-whole" width="100" height="6" />
        <rect
          class={band.got >= band.floor ? 'band-got band-reached' : 'band-got'}
          width={percentOf(band.got)}
          height="6"
        />
        <rect class="band-floor" x={percentOf(band.floor) - 0.4} width="0.8" height="6" />
      </svg>
    </div>
  );
}
