import { readCursor, writeCursor } from './cursor';
import { UnknownMessageError } from './errors';
import { checkLimit } from './limit';
import { byAge, Timeline, type Entry, type Place } from './timeline';
import type { ConversationTree, CreateTree, Draft, Message, Page, PageRequest, Removal } from './types';
import { wordsOf } from './words';

interface Node extends Entry {
  parent: Node | null;
  readonly replies: Set<Node>;
}

/**
 * Nodes that know their parent and their replies, a timeline of all of them for pages, and for each word the messages that
 * have it. With n messages, `append` and `branch` take O(log n + words), `path` as long as the path is, `page` O(log n +
 * limit), `search` as long as there are messages with the rarest word, `remove` O(n).
 */
class Tree implements ConversationTree {
  readonly #nodes = new Map<string, Node>();
  readonly #roots = new Set<Node>();
  readonly #timeline = new Timeline();
  readonly #byWord = new Map<string, Set<Node>>();
  #added = 0;

  constructor(private readonly conversation: string) {}

  append(parent: string | null, { role, text }: Draft): Message {
    return this.#add(parent === null ? null : this.#need(parent), role, text);
  }

  branch(id: string, text: string): Message {
    const node = this.#need(id);
    this.#removeWords(node);
    node.message = Object.freeze({ ...node.message, text, createdAt: Date.now() });
    this.#addWords(node);
    return node.message;
  }

  path(id: string): Message[] {
    const path: Message[] = [];
    for (let node: Node | null = this.#need(id); node !== null; node = node.parent) path.push(node.message);
    return path.reverse();
  }

  replies(id: string | null): Message[] {
    return [...this.#below(id === null ? null : this.#need(id))].sort(byAge).map(({ message }) => message);
  }

  page({ limit, before }: PageRequest): Page {
    checkLimit(limit);
    const place = before === undefined ? undefined : this.#placeOf(before);
    // One more than is wanted tells whether there is another page.
    const found = this.#timeline.newestBefore(place, limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      messages: shown.map(({ message }) => message),
      next: last ? writeCursor(this.conversation, `${last.message.createdAt}.${last.added}`) : null,
    };
  }

  remove(id: string, what: Removal): number {
    const node = this.#need(id);
    const gone = new Set([node]);
    // A set that grows is walked to its new end: as deep as it goes, and without recursion.
    if (what === 'branch') for (const each of gone) for (const reply of each.replies) gone.add(reply);
    else for (const reply of node.replies) this.#hang(reply, node.parent);
    this.#below(node.parent).delete(node);
    for (const each of gone) this.#forget(each);
    this.#timeline.remove(gone);
    return gone.size;
  }

  search(query: string, limit: number): Message[] {
    checkLimit(limit);
    const sets = wordsOf(query).map(word => this.#byWord.get(word) ?? new Set<Node>());
    const [rarest, ...others] = sets.sort((a, b) => a.size - b.size);
    return [...(rarest ?? [])]
      .filter(node => others.every(set => set.has(node)))
      .sort((a, b) => byAge(b, a))
      .slice(0, limit)
      .map(({ message }) => message);
  }

  #add(parent: Node | null, role: Draft['role'], text: string): Message {
    const added = ++this.#added;
    const message: Message = Object.freeze({
      id: String(added),
      parent: parent?.message.id ?? null,
      role,
      text,
      createdAt: Date.now(),
    });
    const node: Node = { message, added, parent, replies: new Set() };
    this.#nodes.set(message.id, node);
    this.#below(parent).add(node);
    this.#timeline.add(node);
    this.#addWords(node);
    return message;
  }

  #addWords(node: Node): void {
    for (const word of wordsOf(node.message.text)) {
      const nodes = this.#byWord.get(word);
      if (nodes) nodes.add(node);
      else this.#byWord.set(word, new Set([node]));
    }
  }

  /** Everywhere but in the timeline and among the replies of its parent. */
  #forget({ message }: Node): void {
    const node = this.#need(message.id);
    this.#nodes.delete(message.id);
    this.#removeWords(node);
  }

  #removeWords(node: Node): void {
    for (const word of wordsOf(node.message.text)) {
      const nodes = this.#byWord.get(word)!;
      nodes.delete(node);
      if (nodes.size === 0) this.#byWord.delete(word);
    }
  }

  #hang(node: Node, parent: Node | null): void {
    node.parent = parent;
    node.message = Object.freeze({ ...node.message, parent: parent?.message.id ?? null });
    this.#below(parent).add(node);
  }

  #below(parent: Node | null): Set<Node> {
    return parent?.replies ?? this.#roots;
  }

  #need(id: string): Node {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new UnknownMessageError(id);
    return node;
  }

  #placeOf(cursor: string): Place {
    const [createdAt, added] = readCursor(this.conversation, cursor).split('.').map(Number);
    return { message: { createdAt: createdAt! }, added: added! };
  }
}

export const createTree: CreateTree = conversation => new Tree(conversation);
