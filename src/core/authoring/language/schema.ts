/**
 * As much of JSON Schema as the schemas of packs use. `refersTo` and `declares` are our own words in them: they say what
 * a text names, so that no second list of keys is needed.
 */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Pick<Schema, 'required'>;
  /** Keys that a key brings with it. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly refersTo?: string;
  readonly declares?: string;
}

/** Keys and list positions from the top of a file. */
export type Path = readonly (string | number)[];

/** One schema file with its definitions at hand. */
export class SchemaFile {
  constructor(readonly root: Schema) {}

  /** What stands beside a `$ref` is about this place, and counts more than what the definition says. */
  resolved(schema: Schema): Schema {
    const name = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? '')?.[1];
    const definition = name === undefined ? undefined : this.root.definitions?.[name];
    return definition ? { ...this.resolved(definition), ...schema } : schema;
  }

  /** What may stand at this place; undefined where nothing may. */
  at(path: Path): Schema | undefined {
    let schema: Schema | undefined = this.resolved(this.root);
    for (const step of path) {
      const inner: Schema | undefined = typeof step === 'number' ? schema.items : memberOf(schema, step);
      if (!inner) return undefined;
      schema = this.resolved(inner);
    }
    return schema;
  }

  /** The keys of a record, those that it needs first. */
  keysOf(schema: Schema, required = schema.required ?? []): readonly string[] {
    const known = Object.keys(schema.properties ?? {});
    return [...required.filter(key => known.includes(key)), ...known.filter(key => !required.includes(key))];
  }

  member(schema: Schema, key: string): Schema | undefined {
    const inner = memberOf(schema, key);
    return inner && this.resolved(inner);
  }

  itemOf(schema: Schema): Schema | undefined {
    return schema.items && this.resolved(schema.items);
  }
}

/** Those of both kinds of files. */
export interface PackSchemas {
  readonly pack: SchemaFile;
  readonly exercise: SchemaFile;
}

function memberOf(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return Object.entries(schema.patternProperties ?? {}).find(([pattern]) =>
    new RegExp(pattern, 'u').test(key),
  )?.[1];
}

/** What a record needs that has these keys. */
export function neededWith(schema: Schema, present: readonly string[]): readonly string[] {
  const needed = new Set(schema.required);
  const reached = [...present, ...needed];
  for (const key of reached)
    for (const other of schema.dependencies?.[key] ?? [])
      if (!needed.has(other)) {
        needed.add(other);
        reached.push(other);
      }
  return [...needed];
}

/** The keys that a record needs, in each of the ways in which it can be complete, as they are to be written. */
export function completeKeys(schema: Schema): readonly (readonly string[])[] {
  const otherwise = schema.if?.not?.anyOf?.[0]?.required;
  const choices = otherwise
    ? [otherwise, schema.then?.required ?? []] // if it has none of those, then it needs these
    : (schema.oneOf ?? schema.anyOf ?? []).flatMap(({ required }) => (required ? [required] : []));
  return (choices.length > 0 ? choices : [[]]).map(choice => {
    const needed = [...neededWith(schema, choice), ...choice];
    return Object.keys(schema.properties ?? {}).filter(key => needed.includes(key));
  });
}

/** A value of a schema as it is written in a file; empty for what has parts. */
export const worded = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

export const isRecord = (schema: Schema): boolean =>
  schema.type === 'object' || schema.properties !== undefined || schema.patternProperties !== undefined;

export const isList = (schema: Schema): boolean => schema.type === 'array' || schema.items !== undefined;

/** Prose: any text will do, and it is Markdown for the most part. */
export const isProse = ({ $ref }: Schema): boolean =>
  $ref === '#/definitions/text' || $ref === '#/definitions/line';
