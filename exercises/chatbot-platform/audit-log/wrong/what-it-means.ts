import type { Entry } from './types';

type Seal = (text: string) => string;

/** Before the first entry. */
export const origin = '';

export interface Sealed {
  readonly text: string;
  readonly seal: string;
}

/**
 * The seal, then the entry as JSON. The seal covers the one before, and so all entries before, and every character after it.
 * JSON keeps fields apart, whatever is in them; the index is one of them, so no entry fits anywhere else.
 */
export function encode(entry: Entry & { readonly id: string }, previous: string, seal: Seal): Sealed {
  const body = JSON.stringify(entry);
  const own = seal(`${previous} ${meaning(body)}`);
  return { text: `${own} ${body}`, seal: own };
}

/** The same for every way to write it down. */
const meaning = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
};

/** The seal that a text carries; whether it is right is another question. */
export const sealOf = (text: string): string => text.slice(0, text.indexOf(' '));

/** Whether this text was written after an entry with that seal, and at this index. */
export function follows(text: string, index: number, previous: string, seal: Seal): boolean {
  const at = text.indexOf(' ');
  const [own, body] = [text.slice(0, at), text.slice(at + 1)];
  return own === seal(`${previous} ${meaning(body)}`) && decode(text)?.index === index;
}

/** The entry, if it can be read; tells nothing about whether it is true. */
export function decode(text: string): Entry | undefined {
  try {
    const { index, at, actor, action, target, changes } = JSON.parse(
      text.slice(text.indexOf(' ') + 1),
    ) as Entry;
    return { index, at, actor, action, target, changes };
  } catch {
    return undefined;
  }
}
