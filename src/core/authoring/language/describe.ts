import { stringify } from 'yaml';
import type { Schema } from './schema';

/** What the schema says about a key, in Markdown. */
export function describe(schema: Schema): string {
  const { description, enum: words, default: usual, examples = [], minimum, maximum } = schema;
  return [
    description ?? '',
    words ? `One of ${words.map(code).join(', ')}.` : '',
    minimum !== undefined && maximum !== undefined ? `From ${minimum} to ${maximum}.` : '',
    usual === undefined ? '' : `Unless told: ${code(usual)}.`,
    examples.length > 0 ? `For example ${examples.map(code).join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

const code = (value: unknown): string => `\`${inline(value)}\``;

/** A value on one line, as it would stand in the file. */
const inline = (value: unknown): string =>
  (Array.isArray(value) ? `[${value.map(String).join(', ')}]` : stringify(value, { lineWidth: 0 }))
    .trim()
    .replaceAll('`', '');
