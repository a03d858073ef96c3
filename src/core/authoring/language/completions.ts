import * as l10n from '@vscode/l10n';
import { stringify } from 'yaml';
import { cursorsAt, type Cursor } from './cursor';
import { describe } from './describe';
import { candidatesFor, statedIn, type Stated, type Surroundings } from './facts';
import { isList, isRecord, completeKeys, neededWith, type Schema, type SchemaFile } from './schema';
import { blanks, escaped, SnippetWriter } from './snippet';

/** Something that could be written at the cursor. */
export interface Suggestion {
  /** `record` is all keys of a record that it needs; a `reference` names something else that there is. */
  readonly kind: 'key' | 'record' | 'value' | 'reference';
  readonly label: string;
  /** One line beside it. */
  readonly detail: string;
  /** Markdown. */
  readonly about: string;
  /** A snippet in VS Code's syntax, indented as it belongs. */
  readonly insert: string;
  /** What it replaces: offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** What may be written at a place of `pack.yaml` or `exercise.yaml`, best first. Nothing where any text will do. */
export function completionsAt(
  text: string,
  offset: number,
  file: SchemaFile,
  around: Surroundings,
): readonly Suggestion[] {
  return cursorsAt(text, offset).flatMap(cursor => {
    const schema = file.at(cursor.path);
    return schema ? new Completer(file, around, text, cursor).at(schema) : [];
  });
}

type Item = Pick<Suggestion, 'kind' | 'label' | 'insert'> & Partial<Suggestion>;

class Completer {
  private known: Stated | undefined;

  constructor(
    private readonly file: SchemaFile,
    private readonly around: Surroundings,
    private readonly text: string,
    private readonly cursor: Cursor,
  ) {}

  /** Asked for seldom, and takes as long as all the rest. */
  private get stated(): Stated {
    return (this.known ??= statedIn(this.text));
  }

  at(schema: Schema): readonly Suggestion[] {
    const { role, indent, isFlow } = this.cursor;
    switch (role) {
      case 'key':
        return isRecord(schema) ? this.keys(schema) : [];
      case 'item':
        return this.items(schema, item => `- ${item}`, indent + 2);
      case 'either':
        if (isList(schema)) return this.items(schema, item => `- ${item}`, indent + 2);
        if (isRecord(schema)) return [...this.records(schema, text => text, indent), ...this.keys(schema)];
        return this.words(schema);
      case 'value':
        if (isFlow && isRecord(schema)) return this.flowRecords(schema);
        if (isList(schema)) return this.wholeList(schema);
        if (isRecord(schema))
          return this.records(schema, text => `\n${blanks(indent + 2)}${text}`, indent + 2);
        return this.words(schema);
    }
  }

  /** Those that are not there yet. */
  private keys(schema: Schema): Suggestion[] {
    const { siblings, hasColon, isFlow, indent, word } = this.cursor;
    const needed = neededWith(schema, siblings);
    const known =
      schema.declares === 'requirement' ? [`R${siblings.length + 1}`] : this.file.keysOf(schema, needed);
    return known
      .filter(key => !siblings.includes(key) || (key === word && hasColon))
      .map(key => {
        const member = this.file.member(schema, key) ?? {};
        const writer = this.writer();
        const insert = isFlow ? writer.flowPair(key, member) : writer.pair(key, member, indent);
        return this.suggestion({
          kind: 'key',
          label: key,
          detail: needed.includes(key) ? 'required' : 'optional',
          about: describe(member),
          insert: hasColon ? key : insert,
        });
      });
  }

  /** Everything that a record needs, in each way to write it. */
  private records(schema: Schema, placed: (text: string) => string, indent: number): Suggestion[] {
    if ((schema.required ?? []).length === 0)
      return placed('') === '' ? [] : this.keysBelow(schema, placed, indent);
    return completeKeys(schema).map(keys =>
      this.suggestion({
        kind: 'record',
        label: keys.join(', '),
        detail: l10n.t('everything that is needed'),
        insert: placed(this.writer().record(schema, indent, keys)),
      }),
    );
  }

  /** The keys of a record that begins on the next line. */
  private keysBelow(schema: Schema, placed: (text: string) => string, indent: number): Suggestion[] {
    const keys = schema.declares === 'requirement' ? ['R1'] : this.file.keysOf(schema);
    return keys.map(key => {
      const member = this.file.member(schema, key) ?? {};
      const insert = placed(this.writer().pair(key, member, indent));
      return this.suggestion({ kind: 'key', label: key, about: describe(member), insert });
    });
  }

  private flowRecords(schema: Schema): Suggestion[] {
    return completeKeys(schema).map(keys =>
      this.suggestion({
        kind: 'record',
        label: keys.join(', '),
        detail: l10n.t('everything that is needed'),
        insert: this.writer().flowRecord(schema, keys),
      }),
    );
  }

  /** Items of a list, each with the dash that is missing. */
  private items(schema: Schema, placed: (text: string) => string, indent: number): Suggestion[] {
    const item = this.file.itemOf(schema);
    if (!item) return [];
    return isRecord(item)
      ? this.records(item, placed, indent)
      : this.words(item).map(word => ({ ...word, insert: placed(word.insert) }));
  }

  /** Behind `key:`. Words go into brackets, records on lines of their own. */
  private wholeList(schema: Schema): readonly Suggestion[] {
    const { indent, isFlow } = this.cursor;
    const item = this.file.itemOf(schema);
    if (item && isRecord(item))
      return isFlow ? [] : this.records(item, text => `\n${blanks(indent + 2)}- ${text}`, indent + 4);
    return this.items(schema, word => `[${word}$0]`, 0);
  }

  /** What a text may be. */
  private words(schema: Schema): Suggestion[] {
    const { siblings, word } = this.cursor;
    const fixed = [
      ...(schema.enum ?? []),
      ...(schema.const === undefined ? [] : [schema.const]),
      ...(schema.type === 'boolean' ? [true, false] : []),
      ...(schema.type === 'integer' && schema.default !== undefined ? [schema.default] : []),
      ...(schema.refersTo === undefined && isSelection(schema) ? (schema.examples ?? []) : []),
    ];
    const isFree = (name: string): boolean => !siblings.includes(name) || name === unquoted(word);
    return [
      ...fixed
        .map(String)
        .filter(isFree)
        .map(label =>
          this.suggestion({
            kind: 'value',
            label,
            detail: label === String(schema.default) ? l10n.t('unless told') : '',
            insert: escaped(label),
          }),
        ),
      ...(schema.refersTo === undefined ? [] : candidatesFor(schema.refersTo, this.around, this.stated))
        .filter(({ name }) => isFree(name))
        .map(({ name, about }) =>
          this.suggestion({
            kind: 'reference',
            label: name,
            detail: (about ?? '').replace(/\s+/g, ' '),
            about: about ?? '',
            insert: escaped(stringify(name, { lineWidth: 0 }).trim()),
          }),
        ),
    ];
  }

  private writer(): SnippetWriter {
    return new SnippetWriter(this.file, schema =>
      schema.refersTo === undefined
        ? []
        : candidatesFor(schema.refersTo, this.around, this.stated).map(({ name }) => name),
    );
  }

  private suggestion(item: Item): Suggestion {
    const { start, end, lead } = this.cursor;
    const insert = item.insert.startsWith('\n') ? item.insert : lead + item.insert;
    return { detail: '', about: '', ...item, ...{ start, end, insert } };
  }
}

/** Examples that are worth offering: numbers, and texts of which there is more than one. */
const isSelection = ({ type, examples = [] }: Schema): boolean => type === 'integer' || examples.length > 1;

const unquoted = (word: string): string => word.replace(/^["']|["']$/g, '');
