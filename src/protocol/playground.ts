import type { ParameterBase, Settings } from '../core/playground';
import type { PlayReport } from '../core/run/playReport';

/** The playground of an exercise as the panel shows it. */
export interface PlaygroundView {
  readonly aboutHtml: string;
  readonly parameters: readonly ParameterView[];
  readonly presets: readonly PresetView[];
  /** Another text when the files of the attempt have been changed and saved: what is drawn is of before. */
  readonly revision: string;
  /** The reference solution may be drawn beside one's own. */
  readonly referenceRevealed: boolean;
  /** A sentence saying when it may be, when it may not. */
  readonly referenceWhen: string;
}

type Base = Omit<ParameterBase, 'about'> & { readonly aboutHtml: string };

export type ParameterView =
  | (Base & {
      readonly kind: 'number';
      readonly unit: string;
      /** Where its slider can stand, ascending. */
      readonly stops: readonly number[];
      readonly default: number;
    })
  | (Base & {
      readonly kind: 'choice';
      readonly choices: readonly { readonly id: string; readonly title: string }[];
      readonly default: string;
    });

export interface PresetView {
  readonly title: string;
  readonly aboutHtml: string;
  /** Of every parameter. */
  readonly settings: Settings;
}

export interface PlayParams {
  readonly settings: Settings;
  /** Of the traffic and everything else that is random: a 32-bit unsigned integer. */
  readonly seed: number;
  /** Also with the reference solution, where that may be seen. */
  readonly reference: boolean;
}

export interface Played {
  /** `cancelled` when another request has taken its place. */
  readonly mine: PlayReport;
  readonly reference: PlayReport | null;
}
