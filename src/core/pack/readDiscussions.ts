import * as l10n from '@vscode/l10n';
import type { Discussion, FollowUp, RubricPoint } from '../exercise';
import type { ExerciseFolder } from './exerciseFolder';
import { pathPattern } from './names';
import { readEstimates } from './readEstimates';
import { readId } from './readId';
import type { Field } from './yamlField';

/** The smallest and largest value of a rubric point's weight, and of a discussion's minutes. */
export const discussionRanges = { weight: [1, 100], minutes: [1, 120] } as const;

export function readDiscussions(field: Field, folder: ExerciseFolder): Discussion[] {
  const ids = new Set<string>();
  return (field.list() ?? []).map(item => {
    const fields = item.record(
      ['id', 'title', 'minutes', 'prompt', 'model', 'rubric'],
      ['followUps', 'estimates', 'weakAnswers'],
    );
    return {
      id: readId(fields?.id, ids),
      title: fields?.title?.line() ?? '',
      minutes: fields?.minutes?.integer(...discussionRanges.minutes) ?? 1,
      prompt: readProse(fields?.prompt, folder),
      model: readProse(fields?.model, folder),
      rubric: readRubric(fields?.rubric),
      followUps: readFollowUps(fields?.followUps),
      estimates: readEstimates(fields?.estimates),
      weakAnswers: (fields?.weakAnswers?.list() ?? []).map(weak => {
        const parts = weak.record(['answer', 'why']);
        return { answer: parts?.answer?.text() ?? '', why: parts?.why?.text() ?? '' };
      }),
    };
  });
}

function readProse(field: Field | undefined, folder: ExerciseFolder): string {
  const path = field?.matching(
    pathPattern,
    'bad-path',
    l10n.t('a path such as discussion/why.md'),
    l10n.t('Keep the file in this exercise.'),
  );
  return path === undefined ? '' : folder.prose(path, field);
}

function readRubric(field: Field | undefined): RubricPoint[] {
  const ids = new Set<string>();
  return (field?.list(1) ?? []).map(item => {
    const fields = item.record(['id', 'text', 'weight', 'level']);
    return {
      id: readId(fields?.id, ids),
      text: fields?.text?.text() ?? '',
      weight: fields?.weight?.integer(...discussionRanges.weight) ?? 1,
      level: fields?.level?.word(['good', 'great'] as const) ?? 'good',
    };
  });
}

function readFollowUps(field: Field | undefined): FollowUp[] {
  return (field?.list() ?? []).map(item => {
    const fields = item.record(['question', 'points']);
    return {
      question: fields?.question?.text() ?? '',
      points: (fields?.points?.list(1) ?? []).flatMap(point => point.text() ?? []),
    };
  });
}
