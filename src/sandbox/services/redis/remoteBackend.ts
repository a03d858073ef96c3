import type { AskHost } from '../../hostLine';
import type { WireReply } from '../../../protocol/service';
import type { Backend } from './backend';
import type { Call } from './engine/memoryEngine';
import { integer } from './engine/numbers';
import { error, RedisError, Status, wrongArity, type Reply } from './engine/reply';
import { sha1 } from './engine/scripts';

export interface RemotePowers {
  readonly ask: AskHost;
  /** Wraps real asynchronous work, so that virtual time waits for it. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  /** Epoch milliseconds of the server's clock. */
  readonly now: () => number;
  readonly publish: (channel: string, message: string) => number;
  /** How many sessions have subscribed, by channel and by pattern. */
  readonly subscribers: () => {
    readonly channels: ReadonlyMap<string, number>;
    readonly patterns: ReadonlyMap<string, number>;
  };
}

/** Milliseconds by which the ends of keys are put off on a real server, so that its own clock never ends one. */
const far = 1e15;

/** A Redis server of the person's own, on virtual time: see node/services/virtualTime.lua. */
export class RemoteBackend implements Backend {
  private turn: Promise<unknown> = Promise.resolve();
  /** When keys end, as far as is known: a key may have been given another end, or none. */
  private ends = new Map</* key */ string, number>();
  private readonly scripts = new Map</* sha1 */ string, string>();
  private readonly known = new Set</* sha1 */ string>();

  constructor(private readonly powers: RemotePowers) {}

  run(call: Call): Promise<Reply> {
    return this.inTurn(async () => (await this.batch('run', 0, [call]))?.[0] ?? null);
  }

  exec(session: number, calls: readonly Call[]): Promise<readonly Reply[] | null> {
    return this.inTurn(async () => {
      if (this.due().length > 0) await this.batch('run', 0, []); // a key that has ended counts as changed
      return this.batch('exec', session, calls);
    });
  }

  watch(session: number, keys: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      if (this.due().length > 0) await this.batch('run', 0, []);
      await this.powers.ask({ service: 'redis', op: 'watch', session, words: keys });
    });
  }

  unwatch(session: number): Promise<void> {
    return this.inTurn(async () => {
      await this.powers.ask({ service: 'redis', op: 'unwatch', session, words: [] });
    });
  }

  memory(): Promise<number> {
    return this.inTurn(async () => {
      await this.batch('run', 0, []);
      return Number(await this.powers.ask({ service: 'redis', op: 'memory', session: 0, words: [] }));
    });
  }

  async crash(losesData: boolean): Promise<void> {
    this.known.clear();
    if (losesData) await this.flush();
  }

  async reset(): Promise<void> {
    this.known.clear();
    await this.flush();
  }

  private flush(): Promise<void> {
    return this.inTurn(async () => {
      this.ends.clear();
      await this.powers.ask({ service: 'redis', op: 'flush', session: 0, words: [] });
    });
  }

  /** One thing after another, and no virtual time passes meanwhile. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.powers.outside(this.turn.then(work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private due(): string[] {
    const now = this.now();
    return [...this.ends].flatMap(([key, end]) => (now > end ? [key] : []));
  }

  private now(): number {
    return Math.floor(this.powers.now());
  }

  /** Null if it was a transaction and a watched key had been changed. */
  private async batch(
    op: 'run' | 'exec',
    session: number,
    calls: readonly Call[],
  ): Promise<readonly Reply[] | null> {
    const due = this.due();
    for (const key of due) this.ends.delete(key);
    const prepared = calls.map(call => this.prepare(call));
    const { channels, patterns } = this.powers.subscribers();
    const counts = (all: ReadonlyMap<string, number>): string[] => [
      String(all.size),
      ...[...all].flatMap(([name, count]) => [name, String(count)]),
    ];
    const sent = prepared.flatMap(step => (step.kind === 'send' ? [step.words] : []));
    const head = [String(this.now()), String(far), String(due.length), ...due];
    const words = [
      ...head,
      ...counts(channels),
      ...counts(patterns),
      ...sent.flatMap(each => [String(each.length), ...each]),
    ];
    const answer = await this.powers.ask({ service: 'redis', op, session, words });
    if (answer === null) return null;
    const { replies, ends, published } = parts(answer);
    for (const [key, end] of pairsOf(ends)) this.ends.set(key, Number(end));
    for (const [channel, message] of pairsOf(published)) this.powers.publish(channel, message);
    let next = 0;
    return prepared.map(step => (step.kind === 'known' ? step.reply : step.read(replies[next++] ?? null)));
  }

  /** What to send for a command, or what to answer without. */
  private prepare({ name, args }: Call): Step {
    try {
      switch (name) {
        case 'eval':
          return this.script(args[0]!, args);
        case 'evalsha': {
          const sha = args[0]!.toLowerCase();
          const source = this.known.has(sha) ? this.scripts.get(sha) : undefined;
          checkKeys(args);
          if (source === undefined) throw new RedisError('NOSCRIPT No matching script. Please use EVAL.');
          return this.script(source, args);
        }
        case 'script':
          return this.scriptCommand(args);
        case 'echo':
          return { kind: 'known', reply: args[0]! };
        default:
          return { kind: 'send', words: [name, ...args], read: toReply };
      }
    } catch (thrown) {
      if (thrown instanceof RedisError) return { kind: 'known', reply: thrown };
      throw thrown;
    }
  }

  private script(source: string, args: readonly string[]): Step {
    checkKeys(args);
    const sha = sha1(source);
    const read = (answer: WireReply): Reply => {
      const failure = scriptFailure(answer, sha, source);
      if (failure) return failure;
      const reply = toReply(answer);
      const isCompiled = !(
        reply instanceof RedisError && reply.text.startsWith('ERR Error compiling script')
      );
      if (isCompiled) this.remember(sha, source);
      return reply;
    };
    return { kind: 'send', words: ['eval', source, ...args.slice(1)], read };
  }

  private scriptCommand([subcommand, ...rest]: readonly string[]): Step {
    const name = subcommand!.toLowerCase();
    switch (name) {
      case 'load': {
        const [source] = rest;
        if (source === undefined || rest.length > 1) throw wrongArity('script|load');
        const sha = sha1(source);
        const read = (answer: WireReply): Reply => {
          const reply = toReply(answer);
          if (reply instanceof RedisError) return reply;
          this.remember(sha, source);
          return sha;
        };
        return { kind: 'send', words: ['eval', source, 'load'], read };
      }
      case 'exists':
        if (rest.length === 0) throw wrongArity('script|exists');
        return { kind: 'known', reply: rest.map(sha => (this.known.has(sha.toLowerCase()) ? 1 : 0)) };
      case 'flush': {
        const mode = rest[0]?.toLowerCase();
        if (rest.length > 1 || (mode !== undefined && mode !== 'async' && mode !== 'sync'))
          throw error('SCRIPT FLUSH only support SYNC|ASYNC option');
        this.known.clear();
        return { kind: 'known', reply: new Status('OK') };
      }
      default:
        throw error(`unknown subcommand '${subcommand!.slice(0, 128)}'. Try SCRIPT HELP.`);
    }
  }

  private remember(sha: string, source: string): void {
    this.scripts.set(sha, source);
    this.known.add(sha);
  }
}

type Step =
  | { readonly kind: 'known'; readonly reply: Reply }
  | {
      readonly kind: 'send';
      readonly words: readonly string[];
      readonly read: (answer: WireReply) => Reply;
    };

function checkKeys([, count, ...rest]: readonly string[]): void {
  const keys = integer(count!);
  if (keys > rest.length) throw error("Number of keys can't be greater than number of args");
  if (keys < 0) throw error("Number of keys can't be negative");
}

interface Parts {
  readonly replies: readonly WireReply[];
  readonly ends: readonly WireReply[];
  readonly published: readonly WireReply[];
}

/** Anything else than the three parts is an error of the server's, which is every command's answer. */
function parts(answer: WireReply): Parts {
  const [replies, ends, published] = listOf(answer).map(listOf);
  if (replies && ends && published) return { replies, ends, published };
  const text =
    typeof answer === 'object' && answer !== null && 'err' in answer ? answer.err : 'ERR no answer';
  return { replies: new Array<WireReply>(1_000).fill({ err: text }), ends: [], published: [] };
}

const textOf = (answer: WireReply | undefined): string => (typeof answer === 'string' ? answer : '');

const isList = (answer: WireReply): answer is readonly WireReply[] => Array.isArray(answer);

const listOf = (answer: WireReply): readonly WireReply[] => (isList(answer) ? answer : []);

/** A list that alternates, as pairs of texts. */
function pairsOf(list: readonly WireReply[]): [string, string][] {
  const texts = list.map(textOf);
  return texts.flatMap((text, index): [string, string][] =>
    index % 2 === 0 ? [[text, texts[index + 1] ?? '']] : [],
  );
}

/** A script that failed says with what and where, and the sha is added as Redis does. */
function scriptFailure(answer: WireReply, sha: string, source: string): RedisError | undefined {
  if (!isList(answer) || answer[0] !== '\0failed') return undefined;
  const line = Number(answer[2]) > 0 ? Number(answer[2]) : lineOfTailCall(source);
  return new RedisError(`${textOf(answer[1])} script: ${sha}, on @user_script:${line}.`);
}

/** A tail call leaves no trace of its line: it is the last one that looks like one. */
function lineOfTailCall(source: string): number {
  const lines = source.split('\n');
  const index = lines.findLastIndex(line => /\breturn\s*\(?\s*redis\.call\b/.test(line));
  return index < 0 ? lines.length : index + 1;
}

function toReply(answer: WireReply): Reply {
  if (answer === null || typeof answer === 'string' || typeof answer === 'number') return answer;
  if ('err' in answer) return new RedisError(answer.err);
  if ('ok' in answer) return new Status(answer.ok);
  if (answer[0] === '\0integer') return Number(answer[1]);
  return answer.map(toReply);
}
