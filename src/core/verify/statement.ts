import * as l10n from '@vscode/l10n';
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
      ...{ name: l10n.t('requirement {0}', id), text },
      at: { yaml: ['requirements', id] },
    })),
    ...hints.map(({ title, text }, index) => ({
      ...{ name: l10n.t('hint “{0}”', title), text },
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
        l10n.t('The picture “{0}” in {1} says nothing to who cannot see it.', href, text.name),
        l10n.t('Describe it: ![what it shows](media/figure.svg).'),
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
        l10n.t('{0} mentions {1}, which does not exist.', capital(name), id),
        l10n.t('Correct the number.'),
        saying(text, id),
      ),
    ),
    ...[...misspelt].map(wrong =>
      finding(
        'misspelt-requirement',
        l10n.t('{0} says “{1}”.', capital(name), wrong),
        l10n.t('Write R{0}, as everywhere else.', /\d+/.exec(wrong)?.[0] ?? 'n'),
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
      l10n.t('Reading question.md takes about {0} of the {1} minutes.', Math.ceil(reading), minutes),
      l10n.t('Shorten it, or give the exercise more time.'),
      { yaml: ['minutes'] },
    ),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
