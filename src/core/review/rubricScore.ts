import type { RubricPoint } from '../exercise';
import type { Score } from './review';

/** Weights of the points of one level. */
export interface Band {
  readonly got: number;
  readonly of: number;
}

export interface RubricScore {
  readonly good: Band;
  readonly great: Band;
  /** `open`: not every point has been judged. */
  readonly level: 'open' | 'not-yet' | 'good' | 'great';
}

/** What of the weights of a level an answer has to reach: most of what is expected, half of what marks a great one. */
export const levelFloors = { good: 0.7, great: 0.5 } as const;

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
  if (!reaches(good, levelFloors.good)) return 'not-yet';
  return great.of > 0 && reaches(great, levelFloors.great) ? 'great' : 'good';
}

/** Of a level without points nothing is missing. */
const reaches = ({ got, of }: Band, floor: number): boolean => got >= of * floor;

function bandOf(points: readonly Scored[], level: RubricPoint['level']): Band {
  const own = points.filter(point => point.level === level);
  const sum = (weigh: (point: Scored) => number): number =>
    own.reduce((total, point) => total + weigh(point), 0);
  return {
    got: sum(({ weight, score }) => weight * (score === null ? 0 : worth[score])),
    of: sum(({ weight }) => weight),
  };
}
