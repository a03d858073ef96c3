/** A conversation, in memory or in the database, beside the model: every answer is compared. */
import assert from 'node:assert/strict';
import { BadCursorError, UnknownMessageError } from '#attempt/errors.ts';
import type { Draft, Message, Page, PageRequest, Removal, Role } from '#attempt/types.ts';
import { createTree } from '#attempt/tree.ts';
import { clock, random, trace } from '#testkit';
import { Model } from './model.ts';

type Maybe<T> = T | Promise<T>;

/** What a tree and a stored conversation have in common. */
export interface Talk {
  append(parent: string | null, draft: Draft): Maybe<Message>;
  branch(id: string, text: string): Maybe<Message>;
  path(id: string): Maybe<Message[]>;
  page(request: PageRequest): Maybe<Page>;
  remove(id: string, what: Removal): Maybe<number>;
  search(query: string, limit: number): Maybe<Message[]>;
}

const subjects = ['sales', 'refunds', 'orders', 'invoices'];
const regions = ['EMEA', 'Apac', 'latam', 'Nordics'];
const quarters = ['Q1', 'Q2', 'Q3', 'Q4', '2024', '2025'];

/** Words of letters and digits; commas and full stops stand at their ends. */
export const sentence = (): string =>
  `Show ${random.pick(subjects)}, by region. ${random.pick(regions)} in ${random.pick(quarters)}`;

export const query = (): string =>
  random
    .shuffle([random.pick(subjects), random.pick(regions), random.pick(quarters).toLowerCase()])
    .slice(0, random.int(1, 2))
    .join(' ');

/** What the contract speaks of, whatever else a design keeps in its messages. */
export function plain(message: Message): Message {
  assert.ok(typeof message === 'object' && message !== null, 'A message should be an object');
  const { id, parent, role, text, createdAt } = message;
  return { id, parent, role, text, createdAt };
}

export function plainAll(messages: readonly Message[]): Message[] {
  assert.ok(Array.isArray(messages), 'A list of messages should be an array');
  return Array.from(messages as readonly Message[], plain);
}

const isCursor = (value: unknown): value is string | null => value === null || typeof value === 'string';

export function nextOf(page: Page): string | null {
  const next: unknown = page.next;
  assert.ok(isCursor(next), '`next` should be a text or null');
  return next;
}

export class Chat {
  readonly model = new Model();

  constructor(readonly talk: Talk) {}

  /** In memory. */
  static tree(conversation = 'c-1'): Chat {
    return new Chat(createTree(conversation));
  }

  async append(parent: string | null, text = sentence(), role: Role = 'user'): Promise<string> {
    const message = plain(await this.talk.append(parent, { role, text }));
    return this.#added(message, { parent, role, text }, 'append');
  }

  async branch(id: string, text = sentence()): Promise<string> {
    const message = plain(await this.talk.branch(id, text));
    const { parent, role } = this.model.find(id)!;
    return this.#added(message, { parent, role, text }, 'branch');
  }

  #added(message: Message, about: Pick<Message, 'parent' | 'role' | 'text'>, method: string): string {
    const { id } = message;
    assert.equal(typeof id, 'string', `${method} should give a message with a text as its id`);
    assert.ok(!this.model.ids.has(id), `${method} should give each message an id that none has had before`);
    assert.deepEqual(message, { id, ...about, createdAt: clock.now() }, `What ${method} gives`);
    this.model.add(message);
    trace.point('messages', this.model.said.length);
    return id;
  }

  /** Question, answer, question, … below a message. @returns their ids */
  async thread(parent: string | null, length: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < length; i++)
      ids.push(await this.append(ids.at(-1) ?? parent, sentence(), i % 2 === 0 ? 'user' : 'assistant'));
    return ids;
  }

  async remove(id: string, what: Removal): Promise<void> {
    const removed = await this.talk.remove(id, what);
    const gone = this.model.remove(id, what);
    trace.point('messages', this.model.said.length);
    assert.equal(removed, gone, `How many messages are gone with a ${what}`);
  }

  async agreesOnPath(id: string, when: string): Promise<void> {
    const path = plainAll(await this.talk.path(id));
    assert.deepEqual(path, this.model.path(id).map(plain), `${when}: the path`);
  }

  async agreesOnPaths(when: string): Promise<void> {
    for (const { id } of this.model.said) await this.agreesOnPath(id, when);
  }

  async agreesOnPages(when: string, limit = random.int(1, 12)): Promise<void> {
    const pages = await this.walk(limit);
    assert.deepEqual(pages.flat(), this.model.newest().map(plain), `${when}: all pages together`);
  }

  async agreesOnSearch(words: string, limit: number, when: string): Promise<number> {
    const found = plainAll(await this.talk.search(words, limit));
    const expected = this.model.search(words).slice(0, limit).map(plain);
    assert.deepEqual(
      found,
      expected,
      `${when}: what is found for ${JSON.stringify(words)}, at most ${limit}`,
    );
    return found.length;
  }

  /** What is there, and below what: the newest page is all of it, so that no cursor matters. */
  async agrees(when: string): Promise<void> {
    const { messages } = await this.page(100);
    assert.deepEqual(messages, this.model.newest().slice(0, 100).map(plain), `${when}: the newest page`);
    await this.agreesOnPaths(when);
  }

  async page(limit: number, before?: string | null): Promise<{ messages: Message[]; next: string | null }> {
    const page = await this.talk.page(typeof before === 'string' ? { limit, before } : { limit });
    return { messages: plainAll(page.messages), next: nextOf(page) };
  }

  /** From the newest to the oldest; in between, `meanwhile` happens. @returns pages */
  async walk(limit: number, meanwhile?: (shown: readonly Message[]) => Promise<void>): Promise<Message[][]> {
    const pages: Message[][] = [];
    const most = this.model.said.length + 50;
    for (let next: string | null | undefined; next !== null;) {
      const page = await this.page(limit, next);
      pages.push(page.messages);
      trace.count('messages shown', page.messages.length);
      assert.ok(page.messages.length <= limit, `A page should have at most ${limit} messages`);
      assert.ok(page.next === null || page.messages.length === limit, 'Only the last page may be short');
      assert.ok(pages.length <= most, 'The pages should come to an end');
      ({ next } = page);
      if (next !== null) await meanwhile?.(page.messages);
    }
    return pages;
  }

  /** One change of any kind: a reply beside another is what a branch makes. */
  async change(): Promise<void> {
    const { said } = this.model;
    const kind = random.int(1, 10);
    const some = said.length > 0 ? random.pick(said) : undefined;
    if (kind <= 5 || !some) await this.append(random.chance(0.15) ? null : (some?.id ?? null));
    else if (kind <= 7) await this.append(some.parent);
    else if (kind <= 9) await this.remove(some.id, 'message');
    else if (random.chance(0.5)) await this.remove(some.id, 'branch');
  }
}

type Kind = abstract new (...args: never[]) => Error;

/** Asserts that it is refused with an error of this kind, thrown or rejected. */
export async function refuses(kind: Kind, work: () => unknown, what: string): Promise<void> {
  let outcome = 'it was accepted';
  try {
    await work();
  } catch (error) {
    if (error instanceof kind) return;
    outcome = `it was with ${String(error)}`;
  }
  assert.fail(`${what} should be refused with ${kind.name}, but ${outcome}`);
}

export const refusesId = (work: () => unknown, what: string): Promise<void> =>
  refuses(UnknownMessageError, work, what);

export const refusesCursor = (work: () => unknown, what: string): Promise<void> =>
  refuses(BadCursorError, work, what);
