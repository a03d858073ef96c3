import type { Reason } from '../../core/advice/nextSteps';
import type { Say } from '../say';

/** Why an exercise is proposed, as a sentence. */
export function reasonSentence(reason: Reason, say: Say): string {
  switch (reason.kind) {
    case 'begun':
      return reason.at === null
        ? say('reason.begunSometime')
        : say('reason.begun', { date: dateWords(reason.at, say) });
    case 'opens':
      return say('reason.opens', { title: reason.title });
    case 'return':
      return say.many('reason.return', reason.days);
    case 'skill': {
      const { after, level } = reason;
      const values = { ...level, skill: say(`skill.${level.skill}`) };
      return after.length > 0
        ? say('reason.skillAfter', { ...values, titles: listWords(after, say) })
        : say('reason.skill', values);
    }
    case 'open':
      return reason.after.length > 0
        ? say('reason.openAfter', { titles: listWords(reason.after, say) })
        : say('reason.open');
  }
}

const listWords = (titles: readonly string[], say: Say): string =>
  new Intl.ListFormat(say.language).format(titles.map(title => say('quoted', { title })));

/** The rules by which exercises are proposed. `intervals` are days. */
export function rulesText([first = 0, ...later]: readonly number[], say: Say): string {
  const figures = later.map(days => days.toLocaleString(say.language));
  return say('nextRulesText', { first, later: new Intl.ListFormat(say.language).format(figures) });
}

export const dateWords = (at: number, say: Say): string =>
  new Intl.DateTimeFormat(say.language, { dateStyle: 'medium' }).format(at);

export const percentWords = (share: number, say: Say): string =>
  new Intl.NumberFormat(say.language, { style: 'percent' }).format(share);

const spans = [
  { unit: 'day', ms: 86_400_000, from: 2 },
  { unit: 'hour', ms: 3_600_000, from: 2 },
  { unit: 'minute', ms: 60_000, from: 0 },
] as const;

/** As people speak of it: "40 minutes", "3 hours", "12 days". */
export function spanWords(ms: number, say: Say): string {
  const { unit, ms: size } = spans.find(span => ms >= span.from * span.ms) ?? spans[2];
  const value = Math.max(1, Math.round(ms / size));
  return new Intl.NumberFormat(say.language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
