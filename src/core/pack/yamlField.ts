import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { longest, unseenPattern } from './names';
import type { Problem } from './problem';
import { nearest, oneOf } from './suggest';
import type { YamlFile } from './yamlFile';
import { kindOf, rangeOf, wordOf, type Range } from './yamlNodes';

/** The fields of a record; those that the file does not have are missing. */
type Fields<K extends string> = { readonly [P in K]?: Field };

interface Entry {
  readonly word: string;
  readonly key: Field;
  readonly value: Field;
}

/** A value in a YAML file with its place. Each reader answers undefined after it has reported why. */
export class Field {
  constructor(
    private readonly yaml: YamlFile,
    private readonly node: Node | null | undefined,
    /** What to call it in a message: `"minutes"`. */
    readonly name: string,
    /** Used when the node itself has no extent: the key before it. */
    private readonly fallback: Range,
  ) {}

  /** Reports at this value. Always answers undefined, so that a reader can end with it. */
  problem(code: string, message: string, remedy: string, severity: Problem['severity'] = 'error'): undefined {
    this.yaml.add(this.range(), code, message, remedy, severity);
  }

  /** A record with these keys and no others. Unknown and missing keys are reported and do not hide the rest. */
  record<R extends string, O extends string = never>(
    required: readonly R[],
    optional: readonly O[] = [],
  ): Fields<R | O> | undefined {
    const entries = this.entries();
    if (!entries) return undefined;
    const known: readonly string[] = [...required, ...optional];
    const fields: Record<string, Field> = {};
    for (const { word, key, value } of entries) {
      if (known.includes(word)) fields[word] = value;
      else if (!this.yaml.isFull) {
        const meant = nearest(word, known);
        key.problem(
          'unknown-key',
          l10n.t('{0} has no key "{1}".', this.name, word),
          meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('Remove it; the keys are {0}.', oneOf(known)),
        );
      }
    }
    for (const key of required)
      if (!fields[key])
        this.problem(
          'missing-key',
          l10n.t('{0} lacks the key "{1}".', this.name, key),
          l10n.t('Add "{0}".', `${key}: …`),
        );
    return fields as Fields<R | O>;
  }

  /** The pairs of a record whose keys are not known beforehand, in order. */
  entries(): Entry[] | undefined {
    const node = this.plain();
    if (!isMap(node)) return this.wrongType(l10n.t('a record of "key: value" lines'));
    const pairs: Entry[] = [];
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const word = wordOf(key);
      if (word === undefined) {
        this.problem(
          'wrong-type',
          l10n.t('{0} has a key that is not a word.', this.name),
          l10n.t('Use plain words as keys.'),
        );
        continue;
      }
      const at = rangeOf(key) ?? this.range();
      const name = `"${word}"`;
      const entry = {
        word,
        key: new Field(this.yaml, key, name, at),
        value: new Field(this.yaml, pair.value as Node | null, name, at),
      };
      if (seen.has(word))
        entry.key.problem(
          'duplicate-key',
          l10n.t('{0} has {1} twice.', this.name, name),
          l10n.t('Keep one of the two.'),
        );
      else pairs.push(entry);
      seen.add(word);
    }
    return pairs;
  }

  /** The items of a list, of which there must be at least `atLeast` and at most `atMost`. */
  list(atLeast = 0, atMost = Infinity): Field[] | undefined {
    const node = this.plain();
    if (!isSeq(node)) return this.wrongType(l10n.t('a list'));
    if (node.items.length < atLeast)
      return this.problem(
        'empty-list',
        atLeast === 1
          ? l10n.t('{0} needs at least 1 item.', this.name)
          : l10n.t('{0} needs at least {1} items.', this.name, atLeast),
        l10n.t('Add one.'),
      );
    if (node.items.length > atMost)
      return this.problem(
        'out-of-range',
        l10n.t('{0} has {1} items; at most {2} are shown.', this.name, node.items.length, atMost),
        l10n.t('Leave some out.'),
      );
    return node.items.map(
      (item, i) =>
        new Field(this.yaml, item as Node, l10n.t('Item {0} of {1}', i + 1, this.name), this.range()),
    );
  }

  isEmptyList(): boolean {
    return isSeq(this.node) && this.node.items.length === 0;
  }

  /** Text that is not empty, without blanks around it. */
  text(): string | undefined {
    const value = this.verbatim();
    if (value === undefined) return undefined;
    const trimmed = value.trim();
    if (trimmed === '')
      return this.problem('empty-text', l10n.t('{0} is empty.', this.name), l10n.t('Write the text.'));
    const [unseen] = unseenPattern.exec(trimmed) ?? [];
    if (unseen !== undefined)
      return this.problem(
        'unseen-character',
        l10n.t(
          '{0} holds a character that nobody can see: U+{1}.',
          this.name,
          unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'),
        ),
        l10n.t('Remove it.'),
      );
    return trimmed.length > longest.text ? this.tooLong(trimmed.length, longest.text) : trimmed;
  }

  /** Text as it stands, which may be none. */
  verbatim(): string | undefined {
    const node = this.plain();
    const value: unknown = isScalar(node) ? node.value : undefined;
    return typeof value === 'string'
      ? value
      : this.wrongType(
          l10n.t('text'),
          isScalar(node) && value !== null ? l10n.t('Put it in quotes.') : undefined,
        );
  }

  /** Text for lists and headings. */
  line(): string | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    if (text.includes('\n') || text.includes('\t'))
      return this.problem(
        'line-end',
        l10n.t('{0} is more than one line.', this.name),
        l10n.t('Write it on one, without tabs.'),
      );
    return text.length > longest.line ? this.tooLong(text.length, longest.line) : text;
  }

  private tooLong(length: number, most: number): undefined {
    return this.problem(
      'too-long',
      l10n.t('{0} has {1} characters; at most {2} are read.', this.name, length, most),
      l10n.t('Shorten it.'),
    );
  }

  /** Text that looks like `pattern`. `shape` completes "must be". */
  matching(pattern: RegExp, code: string, shape: string, remedy: string): string | undefined {
    const text = this.text();
    if (text === undefined || pattern.test(text)) return text;
    return this.problem(code, l10n.t('{0} must be {1}, not "{2}".', this.name, shape, shorten(text)), remedy);
  }

  word<W extends string>(words: readonly W[], code = 'unknown-word'): W | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    const found = words.find(word => word === text);
    if (found !== undefined) return found;
    const meant = nearest(text, words);
    return this.problem(
      code,
      l10n.t('{0} cannot be "{1}".', this.name, shorten(text)),
      meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('Use {0}.', oneOf(words)),
    );
  }

  integer(least: number, most: number): number | undefined {
    const node = this.plain();
    const value: unknown = isScalar(node) ? node.value : undefined;
    const remedy = l10n.t('Use a whole number from {0} to {1}.', least, most);
    if (typeof value !== 'number') return this.wrongType(l10n.t('a whole number'), remedy);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    return this.problem('out-of-range', l10n.t('{0} is {1}.', this.name, value), remedy);
  }

  /** A number that need not be whole. */
  number(least: number, most: number): number | undefined {
    const node = this.plain();
    const value: unknown = isScalar(node) ? node.value : undefined;
    const remedy = l10n.t('Use a number from {0} to {1}.', least, most);
    if (typeof value !== 'number') return this.wrongType(l10n.t('a number'), remedy);
    if (value >= least && value <= most) return value;
    return this.problem('out-of-range', l10n.t('{0} is {1}.', this.name, value), remedy);
  }

  flag(): boolean | undefined {
    const node = this.plain();
    const value: unknown = isScalar(node) ? node.value : undefined;
    return typeof value === 'boolean' ? value : this.wrongType(l10n.t('true or false'));
  }

  /** Aliases are refused: nothing in a pack needs them, and a few nested ones stand for millions of nodes. */
  private plain(): Node | null | undefined {
    if (!isAlias(this.node)) return this.node;
    this.problem(
      'alias',
      l10n.t('{0} is an alias.', this.name),
      l10n.t('Write the value out; packs have no anchors and aliases.'),
    );
    return undefined;
  }

  private wrongType(expected: string, remedy?: string): undefined {
    if (isAlias(this.node)) return undefined; // reported by plain()
    const found = kindOf(this.node);
    this.problem(
      'wrong-type',
      l10n.t('{0} must be {1}, not {2}.', this.name, expected, found),
      remedy ?? l10n.t('Write {0}.', expected),
    );
  }

  private range(): Range {
    return rangeOf(this.node) ?? this.fallback;
  }
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
