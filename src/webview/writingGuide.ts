import { countWords } from './answers';

/** What is usual for an answer of so many minutes: thought takes most of them. */
const wordsPerMinute = { from: 12, to: 25 } as const;
const readPerMinute = 220;

export interface WritingGuide {
  readonly words: number;
  readonly from: number;
  readonly to: number;
  /** To read it; at least one as soon as there is something. */
  readonly readMinutes: number;
}

export function writingGuide(text: string, minutes: number): WritingGuide {
  const words = countWords(text);
  return {
    words,
    from: tens(minutes * wordsPerMinute.from),
    to: tens(minutes * wordsPerMinute.to),
    readMinutes: Math.ceil(words / readPerMinute),
  };
}

const tens = (words: number): number => Math.max(10, Math.round(words / 10) * 10);
