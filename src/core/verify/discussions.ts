import * as l10n from '@vscode/l10n';
import { isChecked, type Exercise } from '../exercise';
import { finding, type UnplacedFinding } from './finding';

/** What would leave a person who answers in writing without a measure, or without time. */
export function checkDiscussions(exercise: Exercise): UnplacedFinding[] {
  const { discussions, minutes } = exercise;
  const aimless = discussions.flatMap(({ id, rubric }, index) =>
    rubric.every(({ level }) => level === 'great')
      ? finding(
          'no-good-point',
          l10n.t('The rubric of the discussion "{0}" asks for great answers only.', id),
          l10n.t('Give the level good to what every sound answer says.'),
          { yaml: ['discussions', index, 'rubric'] },
        )
      : [],
  );
  const writing = discussions.reduce((sum, discussion) => sum + discussion.minutes, 0);
  // Where there is code, nobody says whether the discussions belong to its time.
  if (isChecked(exercise) || writing <= minutes) return aimless;
  return [
    ...aimless,
    finding(
      'too-little-time',
      l10n.t('The discussions take {0} minutes, and the whole exercise {1}.', writing, minutes),
      l10n.t('Correct one of them; reading the statement takes time as well.'),
      { yaml: ['minutes'] },
    ),
  ];
}
