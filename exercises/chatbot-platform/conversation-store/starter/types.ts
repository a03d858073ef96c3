import type { Database } from 'postgres-client';

/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts` and on the statement, and on nothing else.
 */

export type Role = 'user' | 'assistant';

export interface Draft {
  readonly role: Role;
  readonly text: string;
}

/** A snapshot: what you have given back does not change any more, and nobody who changes it changes anything here. */
export interface Message {
  /** Any text of your own. No other message of this conversation has it or ever had it. */
  readonly id: string;
  /** The message that this one replies to; null if it begins the conversation. */
  readonly parent: string | null;
  readonly role: Role;
  readonly text: string;
  /** When it was added: whole epoch milliseconds, rounded down. */
  readonly createdAt: number;
}

export interface PageRequest {
  /** The most messages that are wanted. */
  readonly limit: number;
  /** The `next` of another page of this conversation; without it, the page begins with the newest message. */
  readonly before?: string;
}

export interface Page {
  /** Of all branches, newest first. As many as `limit` says, if there are so many. */
  readonly messages: readonly Message[];
  /** Where the next, older page begins; null if nothing older is there now. */
  readonly next: string | null;
}

/**
 * - `message`: this message only. Its replies move up: they reply to what it replied to.
 * - `branch`: this message and everything below it.
 */
export type Removal = 'message' | 'branch';

/**
 * One conversation. Wherever messages are put into order, the one with the later `createdAt` is newer; of two with the
 * same, the one that was added later.
 *
 * Every method that is given an id throws `UnknownMessageError` if this conversation has no such message. A limit that
 * is not a whole number from 1 to 100 throws a `RangeError`. What throws has changed nothing.
 */
export interface ConversationTree {
  /** Adds a reply, or with `null` a message that begins the conversation; there may be several of those. */
  append(parent: string | null, draft: Draft): Message;
  /**
   * Says the same thing in another way: adds a message beside this one, with its parent and its role. That is what
   * happens when a user edits a question and when an answer is generated again. Nothing that is there changes.
   */
  branch(id: string, text: string): Message;
  /** From the beginning of the conversation down to this message, both included: what the model is sent. */
  path(id: string): Message[];
  /** The replies to a message, or with `null` what begins the conversation. Oldest first. */
  replies(id: string | null): Message[];
  /** @throws BadCursorError if `before` is not, letter by letter, a `next` that this conversation has given */
  page(request: PageRequest): Page;
  /** @returns how many messages are gone */
  remove(id: string, what: Removal): number;
  /** Messages with every word of the query, newest first, at most `limit`. None if the query has no word. */
  search(query: string, limit: number): Message[];
}

/**
 * `tree.ts` exports it: `export const createTree: CreateTree = …`
 * @param conversation its id, any text
 */
export type CreateTree = (conversation: string) => ConversationTree;

/**
 * The same for all conversations, in a database that several servers share; `stored.ts` exports `stored`. Each method
 * does what that of the tree does, refuses what it refuses (by rejecting), and sees one conversation only.
 *
 * Older and newer are as the database knows them: by `created_at` with its microseconds, then by `id`.
 */
export interface StoredConversations {
  append(db: Database, conversation: string, parent: string | null, draft: Draft): Promise<Message>;
  branch(db: Database, conversation: string, id: string, text: string): Promise<Message>;
  path(db: Database, conversation: string, id: string): Promise<Message[]>;
  page(db: Database, conversation: string, request: PageRequest): Promise<Page>;
  remove(db: Database, conversation: string, id: string, what: Removal): Promise<number>;
  search(db: Database, conversation: string, query: string, limit: number): Promise<Message[]>;
}
