import type { ExerciseRef } from '../../core/exercise';
import type { Settings } from '../../core/playground';
import type { ParameterView, Played, PlaygroundView, PlayParams } from '../../protocol/playground';
import type { Later } from '../autosave';
import type { Kept, KeptPlay } from '../kept';
import { isSectionOpen } from '../sections';
import type { State } from '../state';

/** What the panel knows of the playground that it shows. */
export interface PlayState {
  readonly ref: ExerciseRef;
  readonly settings: Settings;
  /** Of the traffic: the same while settings change, so that a change of the picture has one cause. */
  readonly seed: number;
  /** Whether the reference is drawn as well. */
  readonly compares: boolean;
  /** Of the last run that came to an end; shown until there is another. */
  readonly shown: Played | null;
  /** What is shown is not of these settings yet, and has not been for long enough to say so. */
  readonly slow: boolean;
  /** Why there is nothing new to show. */
  readonly failure: string | null;
}

/** A run that is replaced before has been started for nothing. Milliseconds. */
export const replaceAfterMs = 250;
/** A run that is shorter changes the page once, when it has ended. Milliseconds. */
export const slowPlayMs = 400;
/** Who does not see the numbers hears them once the sliders have come to rest. Milliseconds. */
export const restMs = 900;

/** What a person does to it. */
export type PlayChange =
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** Other traffic of the same kind. */
  | { readonly kind: 'traffic' }
  | { readonly kind: 'compares'; readonly compares: boolean };

const firstSeed = 1;

interface Parts {
  readonly later: Later;
  readonly ask: (params: PlayParams) => Promise<Played>;
  readonly onChange: (state: PlayState) => void;
  /** What is shown now has been shown for a while. */
  readonly onRest: (played: Played) => void;
}

/**
 * Plays what the sliders say: at once when nothing is being played, else when that has come to its end or has gone on for
 * a while. So whoever drags sees it move, and the last word is always that of the last setting.
 */
export class Player {
  private state: PlayState | undefined;
  /** Exercise, revision and whether somebody is looking, as far as they have been played. */
  private attended = '';
  private turn = 0;
  private isPlaying = false;
  private isDue = false;
  private stopTimers: (() => void)[] = [];
  private stopRest: (() => void) | undefined;

  constructor(private readonly parts: Parts) {}

  follow({ question, open }: Pick<State, 'question' | 'open'>, kept: Kept): void {
    if (!question) return;
    const own = kept.ref === question.ref ? kept.play : null;
    this.attend(question.ref, question.playground, isSectionOpen(open, 'playground'), own);
  }

  /** There is a playground on the page, or none: plays when it is opened, and when a file has been saved. */
  attend(ref: ExerciseRef, view: PlaygroundView | null, isOpen: boolean, kept: KeptPlay | null): void {
    const attended = view && isOpen ? `${ref} ${view.revision}` : '';
    if (attended === this.attended) return;
    const isSame = this.attended.startsWith(`${ref} `);
    this.attended = attended;
    if (!view || !isOpen) return;
    const { settings, seed = firstSeed, compares = false } = (isSame ? this.state : kept) ?? {};
    const shown = isSame ? (this.state?.shown ?? null) : null;
    const found = { ref, settings: soundIn(view.parameters, settings), seed, compares };
    this.become({ ...found, shown, slow: false, failure: null });
    this.play();
  }

  change(change: PlayChange): void {
    const { state } = this;
    if (!state) return;
    switch (change.kind) {
      case 'settings':
        return this.restart(state, { settings: { ...state.settings, ...change.settings } });
      case 'traffic':
        return this.restart(state, { seed: (state.seed % 0xffff) + 1 });
      case 'compares':
        return this.restart(state, { compares: change.compares });
    }
  }

  private restart(state: PlayState, change: Partial<PlayState>): void {
    this.become({ ...state, ...change });
    if (this.isPlaying) this.isDue = true;
    else this.play();
  }

  private play(): void {
    const { state } = this;
    if (!state) return;
    const turn = ++this.turn;
    this.isPlaying = true;
    this.isDue = false;
    this.clearTimers();
    this.stopTimers = [
      this.parts.later(() => this.isDue && this.play(), replaceAfterMs),
      this.parts.later(() => this.state && this.become({ ...this.state, slow: true }), slowPlayMs),
    ];
    const { settings, seed, compares } = state;
    this.parts.ask({ settings, seed, reference: compares }).then(
      played => this.end(turn, played.mine.kind === 'cancelled' ? {} : { shown: played, failure: null }),
      (error: unknown) => this.end(turn, { failure: error instanceof Error ? error.message : String(error) }),
    );
  }

  private end(turn: number, change: Partial<PlayState>): void {
    if (turn !== this.turn || !this.state) return;
    this.isPlaying = false;
    this.clearTimers();
    this.become({ ...this.state, ...change, slow: false });
    if (this.isDue) return this.play();
    this.stopRest?.();
    this.stopRest = this.parts.later(() => {
      if (this.state?.shown) this.parts.onRest(this.state.shown);
    }, restMs);
  }

  private become(state: PlayState): void {
    this.stopRest?.();
    this.stopRest = undefined;
    this.state = state;
    this.parts.onChange(state);
  }

  private clearTimers(): void {
    for (const stop of this.stopTimers) stop();
    this.stopTimers = [];
  }
}

/** What was kept, where a slider can still stand; by default for the rest. */
function soundIn(parameters: readonly ParameterView[], kept: Settings = {}): Settings {
  return Object.fromEntries(
    parameters.map(parameter => {
      const value = Object.hasOwn(kept, parameter.id) ? kept[parameter.id] : undefined;
      return [parameter.id, value !== undefined && canBe(parameter, value) ? value : parameter.default];
    }),
  );
}

function canBe(parameter: ParameterView, value: number | string): boolean {
  switch (parameter.kind) {
    case 'number':
      return typeof value === 'number' && parameter.stops.includes(value);
    case 'choice':
      return parameter.choices.some(({ id }) => id === value);
  }
}
