import type { VirtualClock } from '../../virtualClock';
import type { Backend, Eventually } from './backend';
import { blockingCommands, readTimeout } from './blocking';
import { fitsArity, unknownCommand } from './engine/command';
import { globMatches } from './engine/glob';
import type { Call } from './engine/memoryEngine';
import { error, ok, queued, RedisError, Status, wrongArity, type Reply } from './engine/reply';
import { arities } from './arities';
import { Faults } from './faults';
import type { LoggedCommand } from './loggedCommand';
import { Queue } from './queue';
import { Session } from './session';

const maxLogged = 50_000;

/** No answer, now or ever. */
const silence = Symbol('silence');
/** An answer that comes when the session is unblocked. */
const blocked = Symbol('blocked');
type Answer = Reply | typeof silence | typeof blocked;

interface Waiter {
  readonly session: Session;
  readonly attempt: () => Eventually<Reply>;
  readonly finish: (reply: Reply) => void;
}

/** One Redis server: takes commands from its sessions, one after another, and asks the backend. */
export class Server {
  readonly faults = new Faults();
  readonly log: LoggedCommand[] = [];
  isUp = true;
  private sessions = new Set<Session>();
  private ready = new Queue<Session>();
  private waiters: Waiter[] = [];
  private isPumping = false;
  private nextSession = 1;
  /** Changes when everything that is under way has become void. */
  private life = 0;

  constructor(
    public backend: Backend,
    private readonly clock: VirtualClock,
  ) {}

  /** How many sessions listen, by channel and by pattern. */
  subscribers(): {
    readonly channels: ReadonlyMap<string, number>;
    readonly patterns: ReadonlyMap<string, number>;
  } {
    const channels = new Map<string, number>();
    const patterns = new Map<string, number>();
    for (const session of this.sessions) {
      for (const channel of session.channels) channels.set(channel, (channels.get(channel) ?? 0) + 1);
      for (const pattern of session.patterns) patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
    }
    return { channels, patterns };
  }

  open(client: string, push: Session['push'], onClose: () => void): Session {
    const session = new Session(this.nextSession++, client, push, onClose);
    this.sessions.add(session);
    return session;
  }

  close(session: Session): void {
    if (session.isClosed) return;
    session.isClosed = true;
    session.queue.clear();
    this.sessions.delete(session);
    this.waiters = this.waiters.filter(waiter => waiter.session !== session);
    void this.backend.unwatch(session.id);
  }

  /** Takes a command. It runs later, on a stack of its own. */
  receive(session: Session, call: Call, respond: (reply: Reply) => void): void {
    if (session.isClosed) return;
    session.queue.push({ call, respond });
    this.ready.push(session);
    this.startPump();
  }

  crash(losesData: boolean): Eventually<void> {
    this.isUp = false;
    const { sessions } = this;
    for (const session of [...sessions]) {
      this.close(session);
      session.onClose();
    }
    return this.backend.crash(losesData);
  }

  /** Runs a command for the suite: no fault hits it, and it is not logged. */
  async inspect(call: Call): Promise<Reply> {
    const arity = arities.get(call.name);
    if (arity === undefined) return unknownCommand(call.name, call.args);
    if (!fitsArity(arity, call.args.length + 1)) return wrongArity(call.name);
    const reply = await this.backend.run(call);
    await this.serveWaiters();
    return reply;
  }

  async reset(): Promise<void> {
    this.life++;
    this.isUp = true;
    this.isPumping = false;
    this.sessions = new Set();
    this.ready.clear();
    this.waiters = [];
    this.nextSession = 1;
    this.log.length = 0;
    this.faults.clear();
    await this.backend.reset();
  }

  /** @returns how many sessions it was sent to */
  readonly publish = (channel: string, message: string): number => {
    let count = 0;
    for (const session of this.sessions) {
      if (session.channels.has(channel)) {
        session.push({ channel, message, pattern: null });
        count++;
      }
      for (const pattern of session.patterns)
        if (globMatches(pattern, channel)) {
          session.push({ channel, message, pattern });
          count++;
        }
    }
    return count;
  };

  private startPump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    const { life } = this;
    void Promise.resolve().then(() => this.pump(life));
  }

  private pump(life: number): void {
    while (this.life === life) {
      const session = this.ready.shift();
      if (!session) {
        this.isPumping = false;
        return;
      }
      if (session.isBlocked) continue; // what waits is taken up again afterwards
      const item = session.queue.shift();
      if (!item) continue;
      const done = after(this.take(session, item.call, item.respond), answer => {
        if (answer !== silence && answer !== blocked) item.respond(answer);
        return this.serveWaiters();
      });
      if (done) {
        void done.then(() => this.pump(life));
        return;
      }
    }
  }

  private take(session: Session, call: Call, respond: (reply: Reply) => void): Eventually<Answer> {
    const entry: LoggedCommand = {
      at: this.clock.elapsed(),
      client: session.client,
      command: call.name,
      args: call.args,
      error: null,
    };
    if (this.log.length < maxLogged) this.log.push(entry);
    return after(this.answerOrFail(session, call, respond), answer => {
      if (answer instanceof RedisError) entry.error = answer.message;
      return answer;
    });
  }

  private answerOrFail(session: Session, call: Call, respond: (reply: Reply) => void): Eventually<Answer> {
    const fault = this.faults.take(call.name, session.client);
    if (!fault) return this.answer(session, call, respond);
    const replaced = (): Answer => (fault.error === null ? silence : new RedisError(fault.error));
    if (!fault.runs) {
      if (session.transaction && fault.error !== null) session.isSpoilt = true;
      return replaced();
    }
    const answer = this.answer(session, call, respond);
    return answer instanceof Promise ? answer.then(replaced) : replaced();
  }

  private answer(session: Session, call: Call, respond: (reply: Reply) => void): Eventually<Answer> {
    const { name, args } = call;
    const arity = arities.get(name);
    const refused =
      arity === undefined
        ? unknownCommand(name, args)
        : fitsArity(arity, args.length + 1)
          ? undefined
          : wrongArity(name);
    if (refused) {
      if (session.transaction) session.isSpoilt = true;
      return refused;
    }
    if (session.transaction && !['exec', 'discard', 'multi', 'watch', 'quit'].includes(name)) {
      session.transaction.push(call);
      return queued;
    }
    const blocking = blockingCommands.get(name);
    if (blocking) return this.block(session, call, respond);
    switch (name) {
      case 'multi':
        if (session.transaction) return error('MULTI calls can not be nested');
        session.transaction = [];
        return ok;
      case 'discard':
        if (!session.transaction) return error('DISCARD without MULTI');
        session.endTransaction();
        return after(this.backend.unwatch(session.id), () => ok);
      case 'watch':
        if (session.transaction) return error('WATCH inside MULTI is not allowed');
        return after(this.backend.watch(session.id, args), () => ok);
      case 'unwatch':
        return after(this.backend.unwatch(session.id), () => ok);
      case 'exec':
        return this.exec(session);
      default:
        return this.simple(session, call) ?? this.backend.run(call);
    }
  }

  /** Commands that are about the connection and not about the data; undefined for any other. */
  private simple(session: Session, { name, args }: Call): Reply | undefined {
    switch (name) {
      case 'ping':
        if (args.length > 1) return wrongArity('ping');
        return args[0] ?? new Status('PONG');
      case 'select':
        if (!/^-?\d+$/.test(args[0]!)) return error('invalid DB index');
        return args[0] === '0' ? ok : error('DB index is out of range');
      case 'quit':
        return ok;
      case 'publish':
        return this.publish(args[0]!, args[1]!);
      case 'subscribe':
        for (const channel of args) session.channels.add(channel);
        return session.channels.size + session.patterns.size;
      case 'psubscribe':
        for (const pattern of args) session.patterns.add(pattern);
        return session.channels.size + session.patterns.size;
      case 'unsubscribe':
        for (const channel of args.length > 0 ? args : [...session.channels])
          session.channels.delete(channel);
        return session.channels.size + session.patterns.size;
      case 'punsubscribe':
        for (const pattern of args.length > 0 ? args : [...session.patterns])
          session.patterns.delete(pattern);
        return session.channels.size + session.patterns.size;
      default:
        return undefined;
    }
  }

  private exec(session: Session): Eventually<Reply> {
    const { transaction, isSpoilt } = session;
    if (!transaction) return error('EXEC without MULTI');
    session.endTransaction();
    if (isSpoilt)
      return after(
        this.backend.unwatch(session.id),
        () => new RedisError('EXECABORT Transaction discarded because of previous errors.'),
      );
    const known = new Map</* position */ number, Reply>();
    const calls: Call[] = [];
    for (const [index, call] of transaction.entries()) {
      const step = blockingCommands.get(call.name);
      const reply = step ? undefined : this.simple(session, call);
      if (reply !== undefined) known.set(index, reply);
      else calls.push(step ? step.inTransaction(call.args) : call);
    }
    return after(this.backend.exec(session.id, calls), replies => {
      if (!replies) return null;
      const rest = [...replies];
      return transaction.map((call, index) => {
        const answered = known.get(index);
        if (answered !== undefined) return answered;
        const reply = rest.shift() ?? null;
        return blockingCommands.get(call.name)?.shape(call.args, 0, reply) ?? reply;
      });
    });
  }

  private block(session: Session, call: Call, respond: (reply: Reply) => void): Eventually<Answer> {
    const command = blockingCommands.get(call.name)!;
    const timeout = readTimeout(command.timeoutOf(call.args));
    if (timeout instanceof RedisError) return timeout;
    const attempt = (): Eventually<Reply> => this.tryKeys(command.attempts(call.args), 0, call);
    return after(attempt(), (reply): Answer => {
      if (reply !== null) return reply;
      session.isBlocked = true;
      let timer: number | undefined;
      const finish = (result: Reply): void => {
        if (timer !== undefined) this.clock.clear(timer);
        this.waiters = this.waiters.filter(other => other !== waiter);
        session.isBlocked = false;
        respond(result);
        for (let left = session.queue.length; left > 0; left--) this.ready.push(session);
        if (session.queue.length > 0) this.startPump();
      };
      const waiter: Waiter = { session, attempt, finish };
      if (timeout > 0) timer = this.clock.setTimeout(() => finish(null), timeout);
      this.waiters.push(waiter);
      return blocked;
    });
  }

  /** The first of these calls that finds something. */
  private tryKeys(calls: readonly Call[], index: number, original: Call): Eventually<Reply> {
    const call = calls[index];
    if (!call) return null;
    return after(this.backend.run(call), reply => {
      const shaped = blockingCommands.get(original.name)!.shape(original.args, index, reply);
      return shaped ?? this.tryKeys(calls, index + 1, original);
    });
  }

  /** Whoever has waited longest is served first. Undefined if nobody waits, or all is done. */
  private serveWaiters(): Promise<void> | undefined {
    for (const waiter of [...this.waiters]) {
      if (!this.waiters.includes(waiter)) continue;
      const reply = waiter.attempt();
      if (reply instanceof Promise) return this.serveLater(waiter, reply);
      if (reply !== null) waiter.finish(reply);
    }
    return undefined;
  }

  private async serveLater(first: Waiter, reply: Promise<Reply>): Promise<void> {
    const others = this.waiters.filter(waiter => waiter !== first);
    const found = await reply;
    if (found !== null) first.finish(found);
    for (const waiter of others) {
      if (!this.waiters.includes(waiter)) continue;
      const late = await waiter.attempt();
      if (late !== null) waiter.finish(late);
    }
  }
}

/** Goes on with a value that is there, or that will be. */
export function after<T, R>(value: Eventually<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
