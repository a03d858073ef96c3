import { skills, type Skill } from '../exercise';
import type { Practised } from './practised';

/** How much of what there is to practise of a skill has been passed. */
export interface SkillLevel {
  readonly skill: Skill;
  readonly passed: number;
  /** At least 1. */
  readonly total: number;
}

/** Of every skill that an exercise here practises, in the order of the list of skills. */
export function skillLevels(
  exercises: readonly Pick<Practised, 'skills' | 'progress'>[],
): readonly SkillLevel[] {
  return skills.flatMap(skill => {
    const practising = exercises.filter(exercise => exercise.skills.includes(skill));
    if (practising.length === 0) return [];
    const passed = practising.filter(({ progress }) => progress.firstPassAt !== null).length;
    return [{ skill, passed, total: practising.length }];
  });
}

/** From 0 to 1. */
export const shareOf = ({ passed, total }: Pick<SkillLevel, 'passed' | 'total'>): number => passed / total;
