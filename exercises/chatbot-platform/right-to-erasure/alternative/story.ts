import type { Certificate, Ledger } from './types';

/** What has happened to a subject, one after the other. Who it is, is told only until the story is closed. */
export type Happening =
  | { readonly kind: 'held' | 'released'; readonly caseId: string }
  | { readonly kind: 'requested'; readonly at: number; readonly subject?: string }
  | { readonly kind: 'undone' | 'begun' }
  | { readonly kind: 'emptied'; readonly store: string; readonly at: number; readonly round: number }
  | { readonly kind: 'failed'; readonly store: string; readonly until: number; readonly round: number }
  | { readonly kind: 'closed'; readonly certificate: Certificate; readonly round: number }
  | { readonly kind: 'returned'; readonly stores: readonly string[]; readonly subject?: string };

export type Phase = 'none' | 'pending' | 'purging' | 'completed';

/** What follows from all of it. */
export interface Chapter {
  readonly phase: Phase;
  readonly subject: string | undefined;
  readonly requestedAt: number;
  readonly round: number;
  readonly holds: ReadonlySet<string>;
  readonly emptied: ReadonlyMap<string, number>;
  /** How many there were, and when the pause after the last one is over. */
  readonly failures: ReadonlyMap<string, { readonly count: number; readonly until: number }>;
  readonly certificate: Certificate | undefined;
}

const blank: Chapter = {
  phase: 'none',
  subject: undefined,
  requestedAt: 0,
  round: 0,
  holds: new Set(),
  emptied: new Map(),
  failures: new Map(),
  certificate: undefined,
};

/** Events of an earlier round arrive late and mean nothing. */
function after(chapter: Chapter, event: Happening): Chapter {
  const { phase, round, holds, emptied, failures } = chapter;
  switch (event.kind) {
    case 'held':
      return { ...chapter, holds: new Set([...holds, event.caseId]) };
    case 'released':
      return { ...chapter, holds: new Set([...holds].filter(one => one !== event.caseId)) };
    case 'requested':
      return { ...blank, holds, phase: 'pending', subject: event.subject, requestedAt: event.at };
    case 'undone':
      return { ...blank, holds };
    case 'begun':
      return { ...chapter, phase: 'purging' };
    case 'emptied':
      if (event.round !== round) return chapter;
      return { ...chapter, emptied: new Map([...emptied, [event.store, event.at]]) };
    case 'failed': {
      if (event.round !== round) return chapter;
      const { count } = failures.get(event.store) ?? { count: 0 };
      const next = { count: count + 1, until: event.until };
      return { ...chapter, failures: new Map([...failures, [event.store, next]]) };
    }
    case 'closed':
      if (event.round !== round || phase !== 'purging') return chapter;
      return { ...chapter, phase: 'completed', certificate: event.certificate };
    case 'returned': {
      const left = [...emptied].filter(([store]) => !event.stores.includes(store));
      return {
        ...chapter,
        phase: 'purging',
        subject: event.subject,
        round: round + 1,
        emptied: new Map(left),
        failures: new Map([...failures].map(([store, { until }]) => [store, { count: 0, until }])),
        certificate: undefined,
      };
    }
  }
}

export class Story {
  constructor(
    readonly reference: string,
    /** The text under the subject's key at the time of reading. */
    readonly text: string | undefined,
  ) {}

  get #events(): readonly Happening[] {
    return this.text === undefined ? [] : (JSON.parse(this.text) as Happening[]);
  }

  /** O(events): tens, since what is closed or undone begins anew. */
  get now(): Chapter {
    return this.#events.reduce(after, blank);
  }

  /** The text with one more event; nothing if there is neither an erasure nor a hold any more. */
  with(event: Happening): string | undefined {
    const events = [...this.#events, event];
    const { phase, holds } = events.reduce(after, blank);
    if (phase === 'completed') return JSON.stringify(events.map(withoutName));
    if (phase !== 'none') return JSON.stringify(events);
    if (holds.size === 0) return undefined;
    return JSON.stringify([...holds].map((caseId): Happening => ({ kind: 'held', caseId })));
  }
}

function withoutName(event: Happening): Happening {
  if (event.kind === 'requested') return { kind: event.kind, at: event.at };
  if (event.kind === 'returned') return { kind: event.kind, stores: event.stores };
  return event;
}

/** Every story is one text of the ledger, so that adding to it is one swap. */
export class Library {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async open(reference: string): Promise<Story> {
    return new Story(reference, await this.#ledger.read(reference));
  }

  async all(): Promise<Story[]> {
    return (await this.#ledger.scan('')).map(([key, text]) => new Story(key, text));
  }

  /** Adds what `next` thinks has to happen now, if anything, and gives the story as it is then. */
  async add(reference: string, next: (now: Chapter) => Happening | undefined): Promise<Chapter> {
    for (;;) {
      const story = await this.open(reference);
      const event = next(story.now);
      if (!event) return story.now;
      const text = story.with(event);
      if (await this.#ledger.swap(reference, story.text, text)) return new Story(reference, text).now;
    }
  }
}
