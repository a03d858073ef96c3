import { stringify } from 'yaml';
import {
  defaultLanguage,
  isChecked,
  type Discussion,
  type Estimate,
  type Exercise,
  type Pack,
  type RevealWhen,
} from '../exercise';
import type { Parameter, Playground } from '../playground';
import { packFormat } from './parsePack';
import type { Renames } from './renames';

/**
 * The files of a pack as it is handed to learners: the same format, read by the same reader, with compiled suites and
 * without wrong variants, alternatives and anything that no exercise refers to.
 *
 * @param compile a module of a suite to CommonJS
 */
export function buildPack(
  pack: Pack,
  compile: (path: string, text: string) => string,
): Record</* path */ string, string> {
  const files: Record<string, string> = { 'pack.yaml': packYaml(pack) };
  for (const exercise of pack.exercises) {
    const add = (path: string, text: string): void => {
      files[`${exercise.id}/${path}`] = text;
    };
    add('exercise.yaml', exerciseYaml(exercise));
    add('question.md', exercise.statement);
    if (exercise.production !== '') add('production.md', exercise.production);
    for (const { path, starter, solution, owner } of exercise.files) {
      add(`starter/${path}`, starter);
      if (owner === 'learner') add(`solution/${path}`, solution);
    }
    for (const [path, text] of Object.entries(exercise.testModules))
      add(compiledPath(path), compile(path, text));
    for (const discussion of exercise.discussions) {
      add(promptPath(discussion), discussion.prompt);
      add(modelPath(discussion), discussion.model);
    }
    for (const [path, text] of Object.entries(exercise.pictures)) add(path, text);
  }
  return files;
}

const compiledPath = (path: string): string => path.replace(/\.ts$/, '.js');
const promptPath = ({ id }: Discussion): string => `discussion/${id}.md`;
const modelPath = ({ id }: Discussion): string => `discussion/${id}.model.md`;

const packYaml = (pack: Pack): string => {
  const { id, title, description, version, authors, license, language, mutationScore, modules, renamed } =
    pack;
  return toYaml({
    format: packFormat,
    id,
    title,
    description,
    version,
    authors,
    license,
    ...(language === defaultLanguage ? {} : { language }),
    mutationScore,
    modules,
    ...(isEmpty(renamed) ? {} : { renamed }),
  });
};

function exerciseYaml(exercise: Exercise): string {
  const { title, summary, difficulty, minutes, skills, prerequisites, requirements, hints, reveal } =
    exercise;
  const checked = isChecked(exercise);
  const { discussions, files } = exercise.renamed;
  return toYaml({
    ...{ title, summary, difficulty, minutes, skills, prerequisites },
    ...((checked || requirements.length > 0) && {
      requirements: Object.fromEntries(requirements.map(({ id, text }) => [id, text])),
    }),
    ...(checked && codeOf(exercise)),
    hints,
    discussions: exercise.discussions.map(discussion => ({
      ...discussion,
      prompt: promptPath(discussion),
      model: modelPath(discussion),
      estimates: discussion.estimates.map(estimateYaml),
    })),
    reveal: {
      ...(checked && {
        checks: { when: moment(reveal.checks.when), detail: reveal.checks.detail },
        solution: moment(reveal.solution),
      }),
      model: moment(reveal.model),
    },
    ...(isEmpty(discussions) && isEmpty(files) ? {} : { renamed: exercise.renamed }),
  });
}

/** Without what has been read out of it. */
const estimateYaml = ({ expected, explanation, ...estimate }: Estimate) => ({
  ...estimate,
  kind: expected.kind,
  ...(explanation !== '' && { explanation }),
});

const codeOf = ({ files, suites, services, limits, playground }: Exercise) => ({
  files: files.map(({ path, owner }) => ({ path, readonly: owner === 'exercise' })),
  suites: suites.map(({ id, title, entry }) => ({ id, title, file: compiledPath(entry) })),
  ...{ services, limits },
  ...(playground && { playground: playgroundOf(playground) }),
});

const playgroundOf = ({ entry, about, parameters, presets }: Playground) => ({
  ...{ file: compiledPath(entry), about },
  parameters: parameters.map(parameterOf),
  ...(presets.length > 0 && {
    presets: presets.map(({ title, about, settings }) => ({ title, ...told({ about }), settings })),
  }),
});

function parameterOf(parameter: Parameter) {
  const { id, title, about } = parameter;
  const base = { id, title, ...told({ about }), default: parameter.default };
  switch (parameter.kind) {
    case 'number': {
      const { unit, min, max, step, scale } = parameter;
      return { ...base, ...told({ unit }), ...{ min, max, step, scale } };
    }
    case 'choice':
      return { ...base, choices: Object.fromEntries(parameter.choices.map(({ id, title }) => [id, title])) };
  }
}

/** Without texts that say nothing. */
const told = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

const isEmpty = (renames: Renames): boolean => Object.keys(renames).length === 0;

const moment = (when: RevealWhen): string => (when.at === 'after-runs' ? `after-runs ${when.runs}` : when.at);

/** Without the anchors that equal values would get: packs have none. */
const toYaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
