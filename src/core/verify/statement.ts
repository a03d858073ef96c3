import { Marked, type Token, type Tokens } from 'marked';
import type { Exercise } from '../exercise';
import { finding, type Anchor, type UnplacedFinding } from './finding';

/** Words a minute of silent reading, for non-fiction: Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047. */
const wordsPerMinute = 238;
/** Of the minutes of an exercise; more than this and nobody has time to build anything. */
const mostReading = 1 / 3;

/** What a reader would stumble over in the statement and the texts around it. Links and pictures are the parser's. */
export function checkStatement(exercise: Exercise): UnplacedFinding[] {
  const texts = textsOf(exercise).map(text => ({ ...text, tokens: tokensOf(text.text) }));
  return [
    ...texts.flatMap(missingAlternatives),
    ...texts.flatMap(text => requirementMentions(text, exercise)),
    ...longStatement(exercise, texts[0]?.tokens ?? []),
  ];
}

interface NamedText {
  readonly name: string;
  readonly text: string;
  /** The file that is all of this text, or its node. */
  readonly at: string | Anchor;
}

interface ReadText extends NamedText {
  readonly tokens: readonly Token[];
}

/** Where the text says this. */
const saying = ({ at }: NamedText, words: string): Anchor =>
  typeof at === 'string' ? { file: at, text: words } : at;

function textsOf({ statement, production, hints, discussions, requirements }: Exercise): NamedText[] {
  return [
    fileText('question.md', statement),
    ...requirements.map(({ id, text }) => ({
      ...{ name: `requirement ${id}`, text },
      at: { yaml: ['requirements', id] },
    })),
    ...hints.map(({ title, text }, index) => ({
      ...{ name: `hint “${title}”`, text },
      at: { yaml: ['hints', index] },
    })),
    ...discussions.flatMap(({ id, prompt, model }) => [
      fileText(`discussion/${id}.md`, prompt),
      fileText(`discussion/${id}.model.md`, model),
    ]),
    fileText('production.md', production),
  ];
}

const fileText = (name: string, text: string): NamedText => ({ name, text, at: name });

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

function missingAlternatives(text: ReadText): UnplacedFinding[] {
  return text.tokens
    .filter(isPicture)
    .filter(({ text: alternative }) => alternative.trim() === '')
    .map(({ href }) =>
      finding(
        'missing-alternative',
        `The picture “${href}” in ${text.name} says nothing to who cannot see it.`,
        'Describe it: ![what it shows](media/figure.svg).',
        saying(text, href),
      ),
    );
}

/** `R7` that does not exist, and ways to write it that nobody finds. Code is left alone: a variable may be called r1. */
function requirementMentions(text: ReadText, { requirements }: Exercise): UnplacedFinding[] {
  const { name, tokens } = text;
  const known = new Set(requirements.map(({ id }) => id));
  const unknown = new Set<string>();
  const misspelt = new Set<string>();
  for (const words of wordsOf(tokens)) {
    for (const [id] of words.matchAll(/\bR[1-9]\d*\b/g)) if (!known.has(id)) unknown.add(id);
    for (const [wrong] of words.matchAll(/\b(?:[Rr]equirement\s+\d+|R[ -]\d+|r[1-9]\d?)\b/g))
      misspelt.add(wrong);
  }
  return [
    ...[...unknown].map(id =>
      finding(
        'unknown-requirement',
        `${capital(name)} mentions ${id}, which does not exist.`,
        'Correct the number.',
        saying(text, id),
      ),
    ),
    ...[...misspelt].map(wrong =>
      finding(
        'misspelt-requirement',
        `${capital(name)} says “${wrong}”.`,
        `Write R${/\d+/.exec(wrong)?.[0] ?? 'n'}, as everywhere else.`,
        saying(text, wrong),
      ),
    ),
  ];
}

function longStatement({ minutes }: Exercise, tokens: readonly Token[]): UnplacedFinding[] {
  const words = wordsOf(tokens).join(' ').split(/\s+/).filter(Boolean).length;
  const reading = words / wordsPerMinute;
  if (reading <= minutes * mostReading) return [];
  return [
    finding(
      'long-statement',
      `Reading question.md takes about ${Math.ceil(reading)} of the ${minutes} minutes.`,
      'Shorten it, or give the exercise more time.',
      { yaml: ['minutes'] },
    ),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
