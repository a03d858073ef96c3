import { stringify } from 'yaml';

/** What is known of an exercise that comes from elsewhere. */
export interface ExerciseDraft {
  readonly title: string;
  readonly summary: string;
  /** In order: the first is R1. */
  readonly requirements: readonly string[];
  /** Paths in the attempt. */
  readonly files: readonly string[];
  readonly suite: { readonly id: string; readonly title: string; readonly file: string };
}

/** `exercise.yaml` of a draft: what nobody knows yet has a value that its author will want to change. */
export const draftYaml = ({ title, summary, requirements, files, suite }: ExerciseDraft): string =>
  stringify(
    {
      ...{ title, summary, difficulty: 'core', minutes: 30, skills: ['requirements'] },
      requirements: Object.fromEntries(requirements.map((text, i) => [`R${i + 1}`, text])),
      files: files.map(path => ({ path })),
      suites: [suite],
      ...{ wrong: [], discussions: [] },
    },
    { lineWidth: 0 },
  );
