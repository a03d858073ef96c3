import type { Database, Result } from 'postgres-client';
import type { Statement } from '../../../../media/types/postgres';
import type { ServicePowers } from '../service';
import { ServerCrash } from './engine';
import { Faults, isConnectionLoss } from './faults';
import { Gate } from './gate';
import type { Server } from './server';
import { ownError, postgresError } from './sqlError';
import { checkStatement } from './statementKind';
import { decodeRows, encodeParams, type Row } from './values';
import type { Reply } from './wire';

const learnerLimits = { rows: 10_000, bytes: 8_000_000 };
const maxLogged = 10_000;
const maxNesting = 50;

/** A transaction of the learner's as far as its statements care. */
interface OpenTransaction {
  readonly number: number;
  readonly client: string;
  /** Statements of one transaction take turns too, when they are sent side by side. */
  readonly turns: Gate;
  state: 'open' | 'ended' | 'lost';
  savepoints: number;
}

type Reading = readonly [sql: string, params: readonly (string | null)[]];

/**
 * What the learner's clients share. The server has one session, so their statements and transactions are run one after
 * another, in the order in which they were sent.
 */
export class Session {
  readonly faults: Faults;
  private log: Statement[] = [];
  private gate: Gate;
  /** Counts checks: what a check left running must not touch the next one's data. */
  private generation = 0;
  private connected = true;
  private transactions = 0;
  private open: OpenTransaction | null = null;
  private clients = 0;

  constructor(
    private readonly server: Server,
    private readonly powers: ServicePowers,
  ) {
    this.faults = new Faults(powers.random);
    this.gate = new Gate(powers.clock);
  }

  reset(): void {
    this.disconnect();
    this.faults.clear();
    this.log = [];
    this.connected = true;
    this.transactions = 0;
    this.clients = 0;
  }

  /** Nothing that is under way goes on: the server is about to be put back. */
  disconnect(): void {
    this.generation++;
    this.gate.close(connectionLost);
    if (this.open) {
      this.open.state = 'lost'; // its callback may still go on, during another check
      this.open.turns.close(connectionLost);
      this.open = null;
    }
    this.gate = new Gate(this.powers.clock);
  }

  crash(): void {
    this.connected = false;
    if (this.open) this.lose(this.open);
  }

  restart(): void {
    this.connected = true;
  }

  statements(): readonly Statement[] {
    return this.log;
  }

  clearStatements(): void {
    this.log = [];
  }

  /** Work of the suite, between the learner's statements and outside their transactions. */
  async exclusively<T>(work: () => T | Promise<T>): Promise<T> {
    const leave = await this.gate.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  client(name: string | undefined): Database {
    const client = name ?? `client ${++this.clients}`;
    const { harden } = this.powers;
    return harden({
      query: async (sql: unknown, params?: unknown) =>
        (await this.single(client, readStatement(sql, params, false))) as never,
      transaction: (run: unknown, options?: unknown) => this.transaction(client, run, options) as never,
    });
  }

  private async single(client: string, reading: Reading): Promise<Result<Row>> {
    const leave = await this.gate.enter();
    try {
      return resultOf(await this.perform(client, null, reading));
    } finally {
      leave();
    }
  }

  private async transaction(client: string, run: unknown, options: unknown): Promise<unknown> {
    const begin = beginStatement(options);
    const callback = callbackOf(run);
    const leave = await this.gate.enter();
    const { generation } = this;
    const transaction: OpenTransaction = {
      number: ++this.transactions,
      client,
      turns: new Gate(this.powers.clock),
      state: 'open',
      savepoints: 0,
    };
    try {
      await this.perform(client, transaction, [begin, []]);
      this.open = transaction;
      return await this.within(transaction, callback);
    } finally {
      transaction.state = 'ended';
      if (generation === this.generation) {
        this.open = null;
        this.run('rollback', []); // does nothing unless its end, or its begin, has failed
      }
      leave();
    }
  }

  private async within(transaction: OpenTransaction, callback: Callback): Promise<unknown> {
    let value: unknown;
    try {
      value = await adopt(callback, this.transactionClient(transaction));
    } catch (thrown) {
      // The connection may be gone, and the transaction with it; what the learner threw comes first.
      await this.inTurn(transaction, ['rollback', []]).catch(() => undefined);
      throw thrown;
    }
    const { tag } = await this.inTurn(transaction, ['commit', []]);
    if (tag !== 'ROLLBACK') return value;
    throw ownError(
      '25P02',
      'the transaction was rolled back, because a statement in it had failed',
      'A failed statement fails its transaction, even if its error is caught.',
    );
  }

  private transactionClient(transaction: OpenTransaction): Database {
    const { harden } = this.powers;
    return harden({
      query: async (sql: unknown, params?: unknown) =>
        resultOf(await this.inTurn(transaction, readStatement(sql, params, true))) as never,
      transaction: (run: unknown, options?: unknown) => this.savepoint(transaction, run, options) as never,
    });
  }

  private async savepoint(transaction: OpenTransaction, run: unknown, options: unknown): Promise<unknown> {
    beginStatement(options);
    const callback = callbackOf(run);
    if (transaction.savepoints >= maxNesting)
      throw ownError('54000', `more than ${maxNesting} savepoints in one transaction`);
    const name = `s${++transaction.savepoints}`;
    await this.inTurn(transaction, [`savepoint ${name}`, []]);
    let value: unknown;
    try {
      value = await adopt(callback, this.transactionClient(transaction));
    } catch (thrown) {
      await this.inTurn(transaction, [`rollback to savepoint ${name}`, []]).catch(() => undefined);
      throw thrown;
    }
    await this.inTurn(transaction, [`release savepoint ${name}`, []]);
    return value;
  }

  private async inTurn(transaction: OpenTransaction, reading: Reading): Promise<Reply> {
    const leave = await transaction.turns.enter();
    try {
      if (transaction.state === 'ended') throw ownError('25P01', 'the transaction has ended');
      return await this.perform(transaction.client, transaction, reading);
    } finally {
      leave();
    }
  }

  /** One statement of the learner's, with all that may happen to it. */
  private async perform(
    client: string,
    transaction: OpenTransaction | null,
    [sql, params]: Reading,
  ): Promise<Reply> {
    const { generation } = this;
    const sent = this.powers.clock.elapsed();
    const note = (rowCount: number, error: string | null): void => {
      const answered = this.powers.clock.elapsed();
      const number = transaction?.number ?? null;
      if (this.log.length < maxLogged && generation === this.generation)
        this.log.push({ sql, params, client, transaction: number, sent, answered, rowCount, error });
    };
    const refuse = (error: Error & { readonly code: string }): never => {
      note(0, error.code);
      throw error;
    };
    await this.pass(this.faults.delayOf(sql));
    if (generation !== this.generation) throw connectionLost();
    if (!this.connected || transaction?.state === 'lost') refuse(connectionLost());
    const before = this.faults.errorOf(sql, 'before');
    if (before) {
      this.spoil(transaction, before.code);
      refuse(before);
    }
    const reply = this.run(sql, params);
    const after = this.faults.errorOf(sql, 'after');
    if (after) {
      if (isConnectionLoss(after.code) && transaction) this.lose(transaction);
      refuse(after);
    }
    note(countOf(reply), reply.error?.code ?? null);
    if (reply.error) throw postgresError(reply.error);
    if (reply.overflown)
      throw ownError('54000', `a result has at most ${learnerLimits.rows} rows`, 'Use LIMIT.');
    return reply;
  }

  private run(sql: string, params: readonly (string | null)[]): Reply {
    try {
      return this.server.asLearner(sql, params, learnerLimits);
    } catch (error) {
      if (!(error instanceof ServerCrash)) throw error;
      const fields = {
        severity: 'FATAL',
        code: '57P02',
        message: `the server has crashed: ${error.message}`,
      };
      return { fields: [], rows: [], tag: '', error: fields, overflown: false, status: null };
    }
  }

  /** What an error that was made up does to a transaction, as the real one would. */
  private spoil(transaction: OpenTransaction | null, code: string): void {
    if (!transaction) return;
    if (isConnectionLoss(code)) this.lose(transaction);
    else if (this.open === transaction) this.run('select 1/0', []);
  }

  private lose(transaction: OpenTransaction): void {
    transaction.state = 'lost';
    this.run('rollback', []);
  }

  private async pass(ms: number): Promise<void> {
    const { clock } = this.powers;
    if (ms > 0) await new Promise<void>(resolve => clock.setTimeout(() => resolve(), ms));
  }
}

const connectionLost = (): Error & { readonly code: string } =>
  ownError('08006', 'connection to server was lost') as Error & { readonly code: string };

const readStatement = (sql: unknown, params: unknown, inTransaction: boolean): Reading => [
  checkStatement(sql, inTransaction),
  encodeParams(params),
];

type Callback = (tx: Database) => unknown;

function callbackOf(run: unknown): Callback {
  if (typeof run === 'function') return run as Callback;
  throw new TypeError('transaction() takes a function.');
}

/** Into a promise of ours: a guest's thenable may answer differently each time. */
const adopt = async (callback: Callback, tx: Database): Promise<unknown> =>
  await Reflect.apply<undefined, [Database], unknown>(callback, undefined, [tx]);

const isolations = new Set(['read committed', 'repeatable read', 'serializable']);

function beginStatement(options: unknown): string {
  if (options === undefined || options === null) return 'begin';
  const { isolation, readOnly } = options as { isolation?: unknown; readOnly?: unknown };
  if (isolation !== undefined && !(typeof isolation === 'string' && isolations.has(isolation)))
    throw new TypeError(`The isolation level is one of ${[...isolations].join(', ')}.`);
  return [
    'begin',
    ...(isolation === undefined ? [] : [`isolation level ${isolation}`]),
    ...(readOnly === true ? ['read only'] : []),
  ].join(' ');
}

/** `INSERT 0 3` -> 3 */
const countOf = ({ tag }: Pick<Reply, 'tag'>): number => Number(/\d+$/.exec(tag)?.[0] ?? 0);

export function resultOf(reply: Reply): Result<Row> {
  return {
    rows: decodeRows(reply),
    rowCount: countOf(reply),
    command: reply.tag.replace(/[ \d]+$/, ''),
  };
}
