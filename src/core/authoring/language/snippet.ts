import { completeKeys, isList, isRecord, worded, type Schema, type SchemaFile } from './schema';

/** Numbers the places to jump to, so that parts of a snippet can be written one after another. */
export class Stops {
  private last = 0;

  next(usual = ''): string {
    this.last++;
    return usual === '' ? `$${this.last}` : `\${${this.last}:${escaped(usual)}}`;
  }

  choice(words: readonly string[]): string {
    this.last++;
    return `\${${this.last}|${words.map(word => escaped(word).replace(/[,|]/g, '\\$&')).join(',')}|}`;
  }
}

/** Text as it stands in a snippet. */
export const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** More of them would not fit on the screen. */
const mostChoices = 30;

/** What belongs behind `key:` or a dash, with a place to jump to for everything that is to be filled in. */
export class SnippetWriter {
  private readonly stops = new Stops();

  constructor(
    private readonly file: SchemaFile,
    /** What a text of this kind may name. */
    private readonly namesFor: (schema: Schema) => readonly string[],
  ) {}

  /**
   * `title: …`, with everything that belongs to it.
   * @param indent how far the key is indented; records and lists below it go two further
   */
  pair(key: string, schema: Schema, indent: number): string {
    if (isRecord(schema)) return `${key}:\n${blanks(indent + 2)}${this.record(schema, indent + 2)}`;
    if (!isList(schema)) return `${key}: ${this.scalar(schema)}`;
    const item = this.file.itemOf(schema);
    if (!item || !isRecord(item)) return `${key}: [${item ? this.scalar(item) : this.stops.next()}]`;
    return `${key}:\n${blanks(indent + 2)}- ${this.record(item, indent + 4)}`;
  }

  /** The keys of a record that must be there; where there are none, a place to write the first. */
  record(schema: Schema, indent: number, needed = completeKeys(schema)[0]!): string {
    const keys = needed;
    if (keys.length === 0) return this.stops.next();
    return keys
      .map(key => this.pair(key, this.file.member(schema, key) ?? {}, indent))
      .join(`\n${blanks(indent)}`);
  }

  /** As `record`, in braces. */
  flowRecord(schema: Schema, needed = completeKeys(schema)[0]!): string {
    const pairs = needed.map(key => this.flowPair(key, this.file.member(schema, key) ?? {}));
    return `{ ${pairs.length === 0 ? this.stops.next() : pairs.join(', ')} \\}`;
  }

  /** As `pair`, on the same line. */
  flowPair(key: string, schema: Schema): string {
    if (isRecord(schema)) return `${key}: ${this.flowRecord(schema)}`;
    if (!isList(schema)) return `${key}: ${this.scalar(schema)}`;
    const item = this.file.itemOf(schema);
    return `${key}: [${item && !isRecord(item) ? this.scalar(item) : this.stops.next()}]`;
  }

  scalar(schema: Schema): string {
    if (schema.const !== undefined) return worded(schema.const);
    const words = [...(schema.enum ?? []).map(String), ...this.namesFor(schema)].slice(0, mostChoices);
    if (words.length > 0) return this.stops.choice(words);
    if (schema.type === 'boolean') return this.stops.choice(['true', 'false']);
    return this.stops.next(usualOf(schema));
  }
}

/** What somebody would most likely write. An example of prose would only be in the way. */
function usualOf(schema: Schema): string {
  const { default: usual, examples = [], refersTo } = schema;
  if (usual !== undefined) return worded(usual);
  const isShaped =
    schema.type === 'integer' || refersTo !== undefined || schema.pattern?.startsWith('^(0|') === true;
  return isShaped ? worded(examples[0]) : '';
}

/** A snippet as text: the first of each choice, and nothing where there is nothing to choose. */
export const plainText = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|((?:\\.|[^|\\])*)\|\}/g, (_, words: string) => words.split(/(?<!\\),/)[0] ?? '')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$},|])/g, '$1')
    .replace(/ +$/gm, ' ');

export const blanks = (count: number): string => ' '.repeat(count);
