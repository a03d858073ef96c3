/** A workload that can be changed while one's own implementation is watched: no checks, and so no verdict. */
export interface Playground {
  /** The module that builds the workload and drives the attempt, relative to the exercise folder. */
  readonly entry: string;
  /** Markdown: what is simulated. */
  readonly about: string;
  readonly parameters: readonly Parameter[];
  readonly presets: readonly Preset[];
}

export type Parameter = NumberParameter | ChoiceParameter;

export interface ParameterBase {
  /** How the module knows it. */
  readonly id: string;
  readonly title: string;
  /** Markdown of one paragraph; may be empty. */
  readonly about: string;
}

export interface NumberParameter extends ParameterBase {
  readonly kind: 'number';
  /** Follows the value, as in `12 per second`; may be empty. */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Values are multiples of it, counted from `min`; on a logarithmic scale from 0, so that they are round. */
  readonly step: number;
  readonly scale: Scale;
  readonly default: number;
}

export interface ChoiceParameter extends ParameterBase {
  readonly kind: 'choice';
  /** Two at least. */
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  readonly default: string;
}

export type Scale = 'linear' | 'logarithmic';

export const scales: readonly Scale[] = ['linear', 'logarithmic'];

/** Settings that show something; what a preset does not name is as by default. */
export interface Preset {
  readonly title: string;
  /** Markdown of one paragraph; may be empty. */
  readonly about: string;
  readonly settings: Settings;
}

/** A value for each parameter, by id. */
export type Settings = Readonly<Record</* parameter */ string, number | string>>;

/** The most steps that a linear scale may have; a logarithmic one has a hundred. */
export const mostSteps = 1_000;

export const defaultSettings = ({ parameters }: Pick<Playground, 'parameters'>): Settings =>
  Object.fromEntries(parameters.map(parameter => [parameter.id, parameter.default]));

export const presetSettings = (playground: Pick<Playground, 'parameters'>, preset: Preset): Settings => ({
  ...defaultSettings(playground),
  ...preset.settings,
});

/** What was kept, or came from elsewhere, as far as it still makes sense; by default for the rest. */
export function soundSettings({ parameters }: Pick<Playground, 'parameters'>, given: unknown): Settings {
  const kept = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  return Object.fromEntries(
    parameters.map(parameter => {
      const value = Object.hasOwn(kept, parameter.id) ? kept[parameter.id] : undefined;
      return [parameter.id, isValueOf(parameter, value) ? value : parameter.default];
    }),
  );
}

export function isValueOf(parameter: Parameter, value: unknown): value is number | string {
  switch (parameter.kind) {
    case 'number':
      return typeof value === 'number' && value >= parameter.min && value <= parameter.max;
    case 'choice':
      return parameter.choices.some(({ id }) => id === value);
  }
}

const logarithmicSteps = 100;

/**
 * Where a slider of this parameter can stand, ascending. On a logarithmic scale each value is about as much larger than
 * the one before, and rounded to two digits. `also` can be reached as well.
 */
export function stopsOf(parameter: NumberParameter, also: readonly number[] = []): readonly number[] {
  const { min, max, step, scale } = parameter;
  const decimals = decimalsOf(step);
  const rounded = (value: number): number => Math.min(max, Math.max(min, Number(value.toFixed(decimals))));
  const regular =
    scale === 'linear'
      ? Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_, i) => rounded(min + i * step))
      : Array.from({ length: logarithmicSteps + 1 }, (_, i) => {
          const exact = min * (max / min) ** (i / logarithmicSteps);
          return rounded(Math.round(Number(exact.toPrecision(2)) / step) * step);
        });
  return [...new Set([min, ...regular, max, ...also])].sort((a, b) => a - b);
}

/** Digits after the point, as far as anybody would write them. */
const decimalsOf = (step: number): number =>
  /\.(\d+)/.exec(step.toFixed(6).replace(/0+$/, ''))?.[1]?.length ?? 0;
