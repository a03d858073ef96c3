/** What is used of the server's module: Emscripten's part, PGlite's, and functions of Postgres itself. */
export interface PostgresModule {
  readonly HEAPU8: Uint8Array;
  readonly FS: ServerFiles;
  readonly MEMFS: { readonly ops_table: { readonly file: FileOperations } };
  stackSave(): number;
  stackRestore(stack: number): void;
  addFunction(run: (pointer: number, length: number) => number, signature: string): number;
  _pgl_set_rw_cbs(read: number, write: number): void;
  _PostgresMainLoopOnce(): void;
  _PostgresMainLongJmp(): void;
  _PostgresSendReadyForQueryIfNecessary(): void;
  _pgl_pq_flush(): void;
  _pq_buffer_remaining_data(): number;
  /** `miscinit.c`: who statements run as, and whether that may be changed. */
  _SetUserIdAndSecContext(user: number, context: number): void;
  _GetUserId(): number;
}

/** Emscripten's file system, all of it in memory. */
export interface ServerFiles {
  readonly root: FileNode;
  readonly ErrnoError: new (errno: number) => Error;
  readonly streams: (OpenStream | null | undefined)[];
  isDir(mode: number): boolean;
  hashAddNode(node: FileNode): void;
  hashRemoveNode(node: FileNode): void;
  mkdirTree(path: string, mode: number): void;
  mkdir(path: string, mode: number): void;
  writeFile(path: string, bytes: Uint8Array): void;
  chmod(path: string, mode: number): void;
  unlink(path: string): void;
  createDevice(parent: string, name: string, read: () => number): void;
}

export interface FileNode {
  name: string;
  mode: number;
  parent: FileNode;
  usedBytes?: number;
  /** The bytes of a file, or the children of a folder. */
  contents?: FileBytes | Record<string, FileNode>;
}

/** What C has written is signed. */
export type FileBytes = Uint8Array | Int8Array;

export interface OpenStream {
  fd: number | null;
  node: FileNode;
  flags: number;
  position: number;
}

export interface FileOperations {
  readonly stream: {
    write(
      stream: OpenStream,
      buffer: Uint8Array,
      offset: number,
      length: number,
      position: number,
      canOwn?: boolean,
    ): number;
  };
  readonly node: { setattr(node: FileNode, attributes: { readonly size?: number }): void };
}

const names = [
  'HEAPU8',
  'FS',
  'MEMFS',
  'stackSave',
  'stackRestore',
  'addFunction',
  '_pgl_set_rw_cbs',
  '_PostgresMainLoopOnce',
  '_PostgresMainLongJmp',
  '_PostgresSendReadyForQueryIfNecessary',
  '_pgl_pq_flush',
  '_pq_buffer_remaining_data',
  '_SetUserIdAndSecContext',
  '_GetUserId',
] as const satisfies readonly (keyof PostgresModule)[];

/** @throws when a new version of PGlite has not got what this one had */
export function postgresModule(module: object): PostgresModule {
  const missing = names.filter(name => !(name in module));
  if (missing.length > 0) throw new Error(`The server lacks ${missing.join(', ')}.`);
  return module as PostgresModule;
}
