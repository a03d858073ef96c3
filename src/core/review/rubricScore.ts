import type { RubricPoint } from '../exercise';
import type { Score } from './review';

/** Weights of the points of one level. */
export interface Band {
  readonly got: number;
  readonly of: number;
  /** What has to be got for the level to be reached. */
  readonly floor: number;
}

export interface RubricScore {
  readonly good: Band;
  readonly great: Band;
  /** `open`: not every point has been judged. */
  readonly level: 'open' | 'not-yet' | 'good' | 'great';
}

/** What of the weights of a level an answer has to reach: most of what is expected, half of what marks a great one. */
const levelFloors = { good: 0.7, great: 0.5 } as const;

const worth: Readonly<Record<Score, number>> = { found: 1, partly: 0.5, missing: 0 };

type Scored = Pick<RubricPoint, 'weight' | 'level'> & { readonly score: Score | null };

/** How an answer stands by its rubric. A point that is made in part counts for half. */
export function rubricScore(points: readonly Scored[]): RubricScore {
  const good = bandOf(points, 'good');
  const great = bandOf(points, 'great');
  return { good, great, level: levelOf(points, good, great) };
}

function levelOf(points: readonly Scored[], good: Band, great: Band): RubricScore['level'] {
  if (points.some(({ score }) => score === null)) return 'open';
  if (!isReached(good)) return 'not-yet';
  return great.of > 0 && isReached(great) ? 'great' : 'good';
}

/** Of a level without points nothing is missing. */
const isReached = ({ got, floor }: Band): boolean => got >= floor - 1e-9;

function bandOf(points: readonly Scored[], level: RubricPoint['level']): Band {
  const own = points.filter(point => point.level === level);
  const sum = (weigh: (point: Scored) => number): number =>
    own.reduce((total, point) => total + weigh(point), 0);
  const of = sum(({ weight }) => weight);
  return {
    got: sum(({ weight, score }) => weight * (score === null ? 0 : worth[score])),
    of,
    floor: Math.round(of * levelFloors[level] * 10) / 10,
  };
}
