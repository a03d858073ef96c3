import { Marked, type Token, type Tokens } from 'marked';
import type { Exercise } from '../exercise';
import { finding, type Finding } from './bindings';

/** Words a minute of silent reading, for non-fiction: Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047. */
const wordsPerMinute = 238;
/** Of the minutes of an exercise; more than this and nobody has time to build anything. */
const mostReading = 1 / 3;

/** What a reader would stumble over in the statement and the texts around it. Links and pictures are the parser's. */
export function checkStatement(exercise: Exercise): Finding[] {
  const texts = textsOf(exercise).map(({ name, text }) => ({ name, text, tokens: tokensOf(text) }));
  return [
    ...texts.flatMap(({ name, tokens }) => missingAlternatives(name, tokens)),
    ...texts.flatMap(({ name, tokens }) => requirementMentions(name, tokens, exercise)),
    ...longStatement(exercise, texts[0]?.tokens ?? []),
  ];
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

function textsOf({ statement, production, hints, discussions, requirements }: Exercise): NamedText[] {
  return [
    { name: 'question.md', text: statement },
    ...requirements.map(({ id, text }) => ({ name: `requirement ${id}`, text })),
    ...hints.map(({ title, text }) => ({ name: `hint “${title}”`, text })),
    ...discussions.flatMap(({ id, prompt, model }) => [
      { name: `discussion/${id}.md`, text: prompt },
      { name: `discussion/${id}.model.md`, text: model },
    ]),
    { name: 'production.md', text: production },
  ];
}

/** Every token, those inside others included. A text that cannot be read as Markdown has none. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  try {
    const marked = new Marked({ gfm: true });
    void marked.walkTokens(marked.lexer(text), token => void tokens.push(token));
  } catch {
    // Nesting beyond reason; it is shown as it stands.
  }
  return tokens;
}

const isPicture = (token: Token): token is Tokens.Image => token.type === 'image';

/** The words a person reads, code aside. Tokens hold the tokens inside them: the innermost carry the text. */
const wordsOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(token => (token.type === 'text' && !('tokens' in token) ? [token.raw] : []));

function missingAlternatives(name: string, tokens: readonly Token[]): Finding[] {
  return tokens
    .filter(isPicture)
    .filter(({ text }) => text.trim() === '')
    .map(({ href }) =>
      finding(
        'missing-alternative',
        `The picture “${href}” in ${name} says nothing to who cannot see it.`,
        'Describe it: ![what it shows](media/figure.svg).',
      ),
    );
}

/** `R7` that does not exist, and ways to write it that nobody finds. Code is left alone: a variable may be called r1. */
function requirementMentions(name: string, tokens: readonly Token[], { requirements }: Exercise): Finding[] {
  const known = new Set(requirements.map(({ id }) => id));
  const unknown = new Set<string>();
  const misspelt = new Set<string>();
  for (const text of wordsOf(tokens)) {
    for (const [id] of text.matchAll(/\bR[1-9]\d*\b/g)) if (!known.has(id)) unknown.add(id);
    for (const [wrong] of text.matchAll(/\b(?:[Rr]equirement\s+\d+|R[ -]\d+|r[1-9]\d?)\b/g))
      misspelt.add(wrong);
  }
  return [
    ...[...unknown].map(id =>
      finding(
        'unknown-requirement',
        `${capital(name)} mentions ${id}, which does not exist.`,
        'Correct the number.',
      ),
    ),
    ...[...misspelt].map(wrong =>
      finding(
        'misspelt-requirement',
        `${capital(name)} says “${wrong}”.`,
        `Write R${/\d+/.exec(wrong)?.[0] ?? 'n'}, as everywhere else.`,
      ),
    ),
  ];
}

function longStatement({ minutes }: Exercise, tokens: readonly Token[]): Finding[] {
  const words = wordsOf(tokens).join(' ').split(/\s+/).filter(Boolean).length;
  const reading = words / wordsPerMinute;
  if (reading <= minutes * mostReading) return [];
  return [
    finding(
      'long-statement',
      `Reading question.md takes about ${Math.ceil(reading)} of the ${minutes} minutes.`,
      'Shorten it, or give the exercise more time.',
    ),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
