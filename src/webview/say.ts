import type { PanelTexts } from '../protocol/panelTexts';
import { english, type PluralKey, type StringKey } from './strings';

type Blanks<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never;
type Values<Key extends StringKey> = { readonly [Name in Blanks<(typeof english)[Key]>]: string | number };

/** Looks texts up and fills them. */
export interface Say {
  <Key extends StringKey>(
    key: Key,
    ...values: Blanks<(typeof english)[Key]> extends never ? [] : [Values<Key>]
  ): string;
  /** Chooses the form that the language has for `count`, which fills `{count}` too. */
  many<Base extends PluralKey>(
    base: Base,
    count: number,
    ...values: Exclude<Blanks<(typeof english)[`${Base}_other`]>, 'count'> extends never
      ? []
      : [Omit<Values<`${Base}_other`>, 'count'>]
  ): string;
  /** BCP 47; numbers, times and lists are written as it does. */
  readonly language: string;
}

export const englishTexts: PanelTexts = { language: 'en', table: english };

export function sayFrom({ language, table }: PanelTexts = englishTexts): Say {
  const plurals = new Intl.PluralRules(language);
  const figures = new Intl.NumberFormat(language);
  const find = (key: string): string | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
  const say = (key: StringKey, values: Readonly<Record<string, string | number>> = {}): string =>
    fill(find(key) ?? english[key], values);
  const many = (
    base: PluralKey,
    count: number,
    values: Readonly<Record<string, string | number>> = {},
  ): string => {
    const template =
      find(`${base}_${plurals.select(count)}`) ??
      find(`${base}_other`) ??
      english[`${base}_${count === 1 ? 'one' : 'other'}`];
    return fill(template, { ...values, count: figures.format(count) });
  };
  return Object.assign(say, { many, language }) as Say;
}

const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (blank, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : blank,
  );
