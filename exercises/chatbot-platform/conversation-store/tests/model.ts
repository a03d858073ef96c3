/** The contract, word for word and without any cleverness: what every answer is compared with. */
import type { Message, Removal } from '#attempt/types.ts';

export interface Said extends Message {
  /** Counts the messages as they were added. */
  readonly added: number;
}

export const older = (a: Said, b: Said): number => a.createdAt - b.createdAt || a.added - b.added;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export class Model {
  said: Said[] = [];
  /** Of all messages that ever were. */
  readonly ids = new Set<string>();

  add(message: Message): void {
    this.ids.add(message.id);
    this.said.push({ ...message, added: this.ids.size });
  }

  find(id: string): Said | undefined {
    return this.said.find(message => message.id === id);
  }

  newest(): Said[] {
    return this.said.toSorted((a, b) => older(b, a));
  }

  replies(id: string | null): Said[] {
    return this.said.filter(({ parent }) => parent === id).sort(older);
  }

  path(id: string): Said[] {
    const path: Said[] = [];
    for (let at = this.find(id); at; at = at.parent === null ? undefined : this.find(at.parent))
      path.unshift(at);
    return path;
  }

  /** @returns how many are gone */
  remove(id: string, what: Removal): number {
    const { parent } = this.find(id)!;
    const gone = new Set([id]);
    if (what === 'branch')
      for (const each of gone) for (const reply of this.replies(each)) gone.add(reply.id);
    this.said = this.said
      .filter(message => !gone.has(message.id))
      .map(message => (message.parent === id ? { ...message, parent } : message));
    return gone.size;
  }

  search(query: string): Said[] {
    const wanted = wordsOf(query);
    const found = this.newest().filter(({ text }) => wanted.every(word => wordsOf(text).includes(word)));
    return wanted.length > 0 ? found : [];
  }
}
