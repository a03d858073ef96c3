import { scores, type ProposedPoint, type Score } from '../review/review';
import { isListOf, isOneOf, isShaped, isText } from '../shape';
import type { Examined } from './examinerPrompt';

/** What a model has replied. Nothing in it is believed, or made fit to be seen: see `shownProposal`. */
export type Reply =
  | {
      readonly kind: 'proposal';
      readonly points: Readonly<Record</* rubric point */ string, ProposedPoint>>;
      /** Empty when it asks nothing. */
      readonly followUp: string;
      /** Points that it has made up. */
      readonly leftOut: number;
    }
  /** Not what was asked for; nobody guesses what it may have meant. */
  | { readonly kind: 'malformed' }
  /** It scores points, none of which is in the rubric. */
  | { readonly kind: 'other-points' };

/** Characters. Whoever goes on after so many has not understood what was asked for. */
export const longestReply = 50_000;

const longest = { quote: 400, followUp: 600 } as const;

const isReply = isShaped<{
  points: readonly { id: string; score: Score; quote: string }[];
  followUp: string;
}>({
  points: isListOf(isShaped({ id: isText, score: isOneOf(...scores), quote: isText })),
  followUp: isText,
});

export function parseReply(reply: string, { rubric }: Pick<Examined, 'rubric'>): Reply {
  if (reply.length > longestReply) return { kind: 'malformed' };
  const value = parseJson(/^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(reply)?.[1] ?? reply);
  if (!isReply(value) || value.points.length === 0) return { kind: 'malformed' };
  const found = rubric.flatMap(({ id }): (readonly [string, ProposedPoint])[] => {
    const point = value.points.find(known => known.id === id);
    if (!point) return [];
    const quote = point.score === 'missing' ? '' : point.quote.slice(0, longest.quote);
    return [[id, { score: point.score, quote }]];
  });
  if (found.length === 0) return { kind: 'other-points' };
  return {
    kind: 'proposal',
    points: Object.fromEntries(found),
    followUp: value.followUp.trim().slice(0, longest.followUp),
    leftOut: value.points.filter(({ id }) => !rubric.some(point => point.id === id)).length,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
