import * as l10n from '@vscode/l10n';
import { stringify } from 'yaml';
import type { Schema } from './schema';

/** What the schema says about a key, in Markdown. */
export function describe(schema: Schema): string {
  const { description, enum: words, default: usual, examples = [], minimum, maximum } = schema;
  return [
    description === undefined ? '' : l10n.t(description), // collected from the schemas
    words ? l10n.t('One of {0}.', words.map(code).join(', ')) : '',
    minimum !== undefined && maximum !== undefined ? l10n.t('From {0} to {1}.', minimum, maximum) : '',
    usual === undefined ? '' : l10n.t('Unless told: {0}.', code(usual)),
    examples.length > 0 ? l10n.t('For example {0}.', examples.map(code).join(', ')) : '',
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
