import * as l10n from '@vscode/l10n';
import { isValueOf, mostSteps, scales } from '../playground';
import type { Parameter, Playground, Preset, Settings } from '../playground';
import type { ExerciseFolder } from './exerciseFolder';
import { parameterPattern, parameterShape, suitePathPattern } from './names';
import { nearest, oneOf } from './suggest';
import type { Field } from './yamlField';

/** The smallest and largest bound, and step, of a parameter. */
export const parameterRanges = { bound: [-1e9, 1e9], step: [0.000_001, 1e9] } as const;

/** More do not fit on a screen, and nobody could tell what they do together. */
export const mostOf = { parameters: 12, presets: 12, choices: 12 } as const;

const numberKeys = ['min', 'max', 'step'] as const;
const onlyOfNumbers = [...numberKeys, 'unit', 'scale'] as const;

export function readPlayground(field: Field, folder: ExerciseFolder): Playground {
  const fields = field.record(['file', 'about', 'parameters'], ['presets']);
  const entry = fields?.file?.matching(
    suitePathPattern,
    'bad-path',
    l10n.t('a path such as tests/playground.ts'),
    l10n.t('Put the module into the folder tests/.'),
  );
  if (entry !== undefined) folder.mustHave(entry, fields?.file);
  const taken = new Set<string>();
  const parameters = (fields?.parameters?.list(1, mostOf.parameters) ?? []).flatMap(
    item => readParameter(item, taken) ?? [],
  );
  const presets = fields?.presets?.list(0, mostOf.presets) ?? [];
  return {
    entry: entry ?? '',
    about: fields?.about?.text() ?? '',
    parameters,
    // A parameter that could not be read would be missed there too, and an echo helps nobody.
    presets: presets.map(item => readPreset(item, parameters, parameters.length === taken.size)),
  };
}

function readParameter(item: Field, taken: Set<string>): Parameter | undefined {
  const fields = item.record(['id', 'title', 'default'], ['about', ...onlyOfNumbers, 'choices']);
  if (!fields) return undefined;
  const base = {
    id: readName(fields.id, taken) ?? '',
    title: fields.title?.line() ?? '',
    about: fields.about?.line() ?? '',
  };
  if (fields.choices) {
    const stray = onlyOfNumbers.find(key => fields[key]);
    if (stray) eitherOr(fields[stray] ?? item);
    const choices = readChoices(fields.choices);
    const chosen = fields.default?.word(choices.map(({ id }) => id));
    return { ...base, kind: 'choice', choices, default: chosen ?? '' };
  }
  const lacking = numberKeys.filter(key => !fields[key]);
  if (lacking.length > 0) return eitherOr(item);
  const min = fields.min?.number(...parameterRanges.bound);
  const max = fields.max?.number(...parameterRanges.bound);
  const step = fields.step?.number(...parameterRanges.step);
  const scale = fields.scale?.word(scales) ?? 'linear';
  if (min === undefined || max === undefined || step === undefined) return undefined;
  if (max <= min)
    return fields.max?.problem(
      'out-of-range',
      l10n.t('"max" is {0}, and "min" is {1}.', max, min),
      l10n.t('Make it larger.'),
    );
  if (scale === 'logarithmic' && min <= 0)
    fields.min?.problem(
      'out-of-range',
      l10n.t('"min" is {0}, and a logarithmic scale has no 0.', min),
      l10n.t('Begin above 0, or use a linear scale.'),
    );
  const steps = Math.floor((max - min) / step);
  if (scale === 'linear' && steps > mostSteps)
    fields.step?.problem(
      'out-of-range',
      l10n.t('"step" is {0}, which makes {1} steps; at most {2} can be told apart.', step, steps, mostSteps),
      l10n.t('Make it larger, or use a logarithmic scale.'),
    );
  if (step > max - min)
    fields.step?.problem(
      'out-of-range',
      l10n.t('"step" is {0}, more than the whole range.', step),
      l10n.t('Make it smaller.'),
    );
  const usual = fields.default?.number(min, max);
  const unit = fields.unit?.line() ?? '';
  return { ...base, kind: 'number', unit, min, max, step, scale, default: usual ?? min };
}

const eitherOr = (field: Field): undefined =>
  field.problem(
    'number-or-choices',
    l10n.t('A parameter is a number or one of several choices.'),
    l10n.t('Use "min", "max" and "step", or "choices" without them.'),
  );

function readName(field: Field | undefined, taken: Set<string>): string | undefined {
  const name = field?.matching(
    parameterPattern,
    'bad-id',
    parameterShape(),
    l10n.t('Use letters and digits, beginning with a small letter.'),
  );
  if (name === undefined) return undefined;
  if (taken.has(name))
    field?.problem(
      'duplicate-id',
      l10n.t('The id "{0}" is used twice in this list.', name),
      l10n.t('Choose another.'),
    );
  taken.add(name);
  return name;
}

function readChoices(field: Field): { id: string; title: string }[] {
  const entries = field.entries() ?? [];
  if (entries.length < 2 || entries.length > mostOf.choices)
    field.problem(
      'out-of-range',
      l10n.t('There are {0} choices.', entries.length),
      l10n.t('Give 2 to {0}, as "id: title" lines.', mostOf.choices),
    );
  return entries.map(({ word, key, value }) => {
    if (!parameterPattern.test(word))
      key.problem(
        'bad-id',
        l10n.t('"{0}" must be {1}.', word, parameterShape()),
        l10n.t('Use letters and digits.'),
      );
    return { id: word, title: value.line() ?? '' };
  });
}

function readPreset(item: Field, parameters: readonly Parameter[], isComplete: boolean): Preset {
  const fields = item.record(['title', 'settings'], ['about']);
  const settings: Record<string, Settings[string]> = {};
  const entries = fields?.settings?.entries() ?? [];
  for (const { word, key, value } of entries) {
    const parameter = parameters.find(({ id }) => id === word);
    const setting = parameter ? readSetting(value, parameter) : undefined;
    if (parameter && setting !== undefined) settings[word] = setting;
    else if (!parameter && isComplete) {
      const known = parameters.map(({ id }) => id);
      const meant = nearest(word, known);
      key.problem(
        'unknown-parameter',
        l10n.t('There is no parameter "{0}".', word),
        meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('Use {0}.', oneOf(known)),
      );
    }
  }
  if (fields?.settings && entries.length === 0)
    fields.settings.problem(
      'empty-list',
      l10n.t('"settings" sets nothing.'),
      l10n.t('Add "parameter: value" lines.'),
    );
  return { title: fields?.title?.line() ?? '', about: fields?.about?.line() ?? '', settings };
}

function readSetting(field: Field, parameter: Parameter): Settings[string] | undefined {
  switch (parameter.kind) {
    case 'number': {
      const value = field.number(parameter.min, parameter.max);
      return isValueOf(parameter, value) ? value : undefined;
    }
    case 'choice':
      return field.word(parameter.choices.map(({ id }) => id));
  }
}
