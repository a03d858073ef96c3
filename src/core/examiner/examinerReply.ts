import { scores, type Score } from '../review/review';
import { isListOf, isOneOf, isShaped, isText } from '../shape';
import { visibleText } from '../text/visibleText';
import type { Examined } from './examinerPrompt';

/** What a model proposes for a point. */
export interface ProposedPoint {
  readonly id: string;
  readonly score: Score;
  /** What it says that the answer says; empty where a point is missing. */
  readonly quote: string;
  /** False where these words are not in the answer: then nothing speaks for the score. */
  readonly isQuoted: boolean;
}

export interface Proposal {
  readonly points: readonly ProposedPoint[];
  /** Empty when it asks nothing. */
  readonly followUp: string;
}

const longest = { reply: 50_000, quote: 400, followUp: 600 } as const;
/** Fewer letters stand in every answer. */
const shortestQuote = 8;

const isReply = isShaped<{
  points: readonly { id: string; score: Score; quote: string }[];
  followUp: string;
}>({
  points: isListOf(isShaped({ id: isText, score: isOneOf(...scores), quote: isText })),
  followUp: isText,
});

/** Reads what a model has replied. Undefined when it is not what was asked for; nobody guesses what it may have meant. */
export function parseReply(
  reply: string,
  { rubric, answer }: Pick<Examined, 'rubric' | 'answer'>,
): Proposal | undefined {
  if (reply.length > longest.reply) return undefined;
  const value = parseJson(/^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(reply)?.[1] ?? reply);
  if (!isReply(value)) return undefined;
  const points = rubric.flatMap(({ id }): ProposedPoint[] => {
    const found = value.points.find(point => point.id === id);
    if (!found) return [];
    const quote = found.score === 'missing' ? '' : found.quote.slice(0, longest.quote);
    return [
      {
        ...{ id, score: found.score, quote: visibleText(quote) },
        isQuoted: found.score === 'missing' || isIn(answer, quote),
      },
    ];
  });
  if (points.length === 0) return undefined;
  return { points, followUp: visibleText(value.followUp.trim().slice(0, longest.followUp)) };
}

/** To the letter, but for how lines are broken. */
function isIn(answer: string, quote: string): boolean {
  const bare = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const words = bare(quote);
  return words.length >= Math.min(shortestQuote, bare(answer).length) && bare(answer).includes(words);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
