import { PGlite } from '@electric-sql/pglite';
import type { Filesystem } from '@electric-sql/pglite/basefs';
import { firstPages, writeCluster, type PostgresFiles } from './postgresFiles';
import { postgresModule, type PostgresModule } from './postgresModule';
import { Snapshots, type Snapshot } from './snapshot';
import { ReplyReader, type Reply } from './wire';

/** What the server would otherwise ask the operating system for. */
export interface Surroundings {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  uptime(): number;
  /** [0, 1) */
  random(): number;
}

/** The server itself failed. It can still be taken back to a snapshot. */
export class ServerCrash extends Error {}

/** MiB of the server's memory: a statement that needs more is refused by the server, as `53200 out of memory`. */
const maxMemoryMb = 256;

const settings: Readonly<Record<string, string | number>> = {
  shared_buffers: '4MB', // pages beyond that are a copy away: files are in memory too
  temp_buffers: '1MB',
  wal_buffers: '64kB',
  work_mem: '4MB',
  maintenance_work_mem: '16MB',
  temp_file_limit: '32MB',
  max_connections: 4,
  max_locks_per_transaction: 64,
  // Nothing has to survive.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '32MB',
  min_wal_size: '2MB',
  // Nothing happens by itself, and the same statements have the same plans.
  autovacuum: 'off',
  jit: 'off',
  random_page_cost: 1.1,
  effective_cache_size: '1GB',
  track_activities: 'off',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: 1,
  client_min_messages: 'error',
  log_min_messages: 'panic', // nobody reads the log
  log_min_error_statement: 'panic',
};

/** Postgres's `SECURITY_LOCAL_USERID_CHANGE`: `role` and `session_authorization` cannot be set by any route. */
const fixedUser = 1;

/** One PostgreSQL server in this process. Statements run synchronously: when `run` returns, they are done. */
export class Engine {
  private input: Uint8Array = new Uint8Array(0);
  private offset = 0;
  private output: ReplyReader | undefined;

  private constructor(
    private readonly module: PostgresModule,
    private readonly snapshots: Snapshots,
  ) {}

  static async start(files: PostgresFiles, surroundings: Surroundings): Promise<Engine> {
    const memory = new WebAssembly.Memory({ initial: firstPages, maximum: maxMemoryMb * 16 });
    const database = await PGlite.create({
      fs: new MemoryFiles(files, memory, surroundings),
      pgliteWasmModule: files.module,
      initdbWasmModule: files.module, // never started: the data folder is there
      fsBundle: new Blob([files.share as Uint8Array<ArrayBuffer>]),
      startParams: [
        ...PGlite.defaultStartParams,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
    });
    const module = postgresModule(database.Module);
    const engine = new Engine(module, new Snapshots(module, memory));
    engine.connect();
    return engine;
  }

  /**
   * Runs the statements of one message.
   *
   * @param user 0 for the superuser; anybody else cannot become another user.
   * @throws ServerCrash
   */
  run(message: Uint8Array, user: number, limits: { readonly rows: number; readonly bytes: number }): Reply {
    const { module } = this;
    const reader = new ReplyReader(limits);
    this.input = message;
    this.offset = 0;
    this.output = reader;
    const wanted = user === 0 ? superuser : user;
    module._SetUserIdAndSecContext(wanted, user === 0 ? 0 : fixedUser);
    try {
      while (this.offset < message.length || module._pq_buffer_remaining_data() > 0) this.step();
      module._PostgresSendReadyForQueryIfNecessary();
      module._pgl_pq_flush();
    } catch (error) {
      throw new ServerCrash(error instanceof Error ? error.message : String(error));
    } finally {
      this.output = undefined;
    }
    const reply = reader.reply();
    if (reply.status === null) throw new ServerCrash('the server did not answer');
    if (module._GetUserId() !== wanted) throw new ServerCrash('a statement changed who it runs as');
    return reply;
  }

  /** Between two statements, outside a transaction. */
  take(base?: Snapshot): Snapshot {
    return this.snapshots.take(base);
  }

  restore(snapshot: Snapshot): void {
    this.snapshots.restore(snapshot);
  }

  private step(): void {
    const { module } = this;
    const stack = module.stackSave();
    try {
      module._PostgresMainLoopOnce();
    } catch (thrown) {
      module.stackRestore(stack);
      if (!isLongJump(thrown)) throw thrown;
      module._PostgresMainLongJmp(); // a statement failed, and the server says why
    }
  }

  /** Puts this in the place of PGlite's own connection. */
  private connect(): void {
    const { module } = this;
    const read = module.addFunction((pointer: number, most: number): number => {
      const part = this.input.subarray(this.offset, this.offset + most);
      module.HEAPU8.set(part, pointer);
      this.offset += part.length;
      return part.length;
    }, 'ipi');
    const write = module.addFunction((pointer: number, length: number): number => {
      this.output?.push(module.HEAPU8.subarray(pointer, pointer + length));
      return length;
    }, 'ipi');
    module._pgl_set_rw_cbs(read, write);
  }
}

/** Postgres's `BOOTSTRAP_SUPERUSERID`. */
const superuser = 10;

/** PGlite leaves the server's main loop with this status where C would jump. */
const isLongJump = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && thrown.status === 100;

type Overrides = Parameters<Filesystem['init']>[1];

/** A file system as PGlite wants it: Emscripten's own in memory, with the data folder written into it. */
class MemoryFiles implements Filesystem {
  private database: PGlite | undefined;

  constructor(
    private readonly files: PostgresFiles,
    private readonly memory: WebAssembly.Memory,
    private readonly surroundings: Surroundings,
  ) {}

  init(database: PGlite, options: Overrides): Promise<{ emscriptenOpts: Overrides }> {
    this.database = database;
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object => {
      const { module } = this.files;
      replaceSurroundings(imports, this.memory, this.surroundings);
      void WebAssembly.instantiate(module, imports).then(instance => done(instance, module));
      return {};
    };
    return Promise.resolve({
      emscriptenOpts: { ...options, wasmMemory: this.memory, instantiateWasm },
    });
  }

  initialSyncFs(): Promise<void> {
    const { FS } = postgresModule(this.database!.Module);
    writeCluster(FS, this.files.cluster);
    for (const device of ['random', 'urandom']) {
      FS.unlink(`/dev/${device}`);
      (FS as unknown as { createDevice: (...place: unknown[]) => void }).createDevice('/dev', device, () =>
        Math.floor(this.surroundings.random() * 256),
      );
    }
    return Promise.resolve();
  }

  syncToFs(): Promise<void> {
    return Promise.resolve();
  }

  closeFs(): Promise<void> {
    return Promise.resolve();
  }

  dumpTar(): Promise<never> {
    return Promise.reject(new Error('Nothing is written anywhere.'));
  }
}

/** Time, chance and timers of the operating system, as the server imports them. */
function replaceSurroundings(
  imports: WebAssembly.Imports,
  memory: WebAssembly.Memory,
  from: Surroundings,
): void {
  const view = (): DataView => new DataView(memory.buffer);
  const replacements: Readonly<Record<string, unknown>> = {
    clock_time_get: (clock: number, _precision: bigint, pointer: number): number => {
      const ms = clock === 0 ? from.now() : from.uptime();
      view().setBigInt64(pointer, BigInt(Math.round(ms * 1e6)), true);
      return 0;
    },
    emscripten_get_now: () => from.uptime(),
    emscripten_date_now: () => from.now(),
    random_get: (pointer: number, length: number): number => {
      for (let at = 0; at < length; at++) view().setUint8(pointer + at, Math.floor(from.random() * 256));
      return 0;
    },
    _setitimer_js: () => 0, // a timer of real time could never fire between two statements anyway
  };
  for (const group of Object.values(imports))
    for (const [name, replacement] of Object.entries(replacements))
      if (name in group) group[name] = replacement;
}
