import type {
  FileBytes,
  FileNode,
  FileOperations,
  OpenStream,
  PostgresModule,
  ServerFiles,
} from './postgresModule';

/** Bytes that are kept or shared together. */
const chunkBytes = 64 * 1_024;
/** Bytes of data that a check may add. */
const maxGrowth = 64 * 1_024 * 1_024;
/** WASI's ENOSPC: the server reports `53100 disk_full`. */
const noSpaceLeft = 51;
const emptyChunk = Buffer.alloc(chunkBytes);

/** The memory of the server: its chunks in order, undefined where all is zero. */
type MemoryChunks = readonly (Uint8Array | undefined)[];

interface FileState {
  readonly node: FileNode;
  readonly parent: FileNode;
  readonly name: string;
  readonly mode: number;
  readonly usedBytes: number | undefined;
  /** The bytes of a file; whoever writes to them copies them first. Of a folder, its children. */
  readonly contents: FileBytes | Readonly<Record<string, FileNode>> | undefined;
}

interface StreamState {
  readonly fd: number;
  readonly stream: OpenStream;
  readonly node: FileNode;
  readonly flags: number;
  readonly position: number;
}

/** A server as it stood between two statements. */
export interface Snapshot {
  readonly memory: MemoryChunks;
  readonly files: readonly FileState[];
  readonly streams: readonly StreamState[];
}

/**
 * Takes a server back to how it stood: its memory, its files and what it has open. Between two statements that is
 * everything there is, so that no transaction, setting, sequence or prepared statement gets from one check to the next.
 */
export class Snapshots {
  private readonly files: ServerFiles;
  /** Contents that a snapshot holds: the first write to them makes a copy. */
  private readonly shared = new WeakSet<object>();
  /** Bytes that files have grown by since the last snapshot was restored. */
  private grown = 0;

  constructor(
    module: PostgresModule,
    private readonly memory: WebAssembly.Memory,
  ) {
    this.files = module.FS;
    this.watchWrites(module.MEMFS.ops_table.file);
  }

  /** @param base shares its memory with the new one where the two are equal. */
  take(base?: Snapshot): Snapshot {
    const files: FileState[] = [];
    this.eachNode(node => files.push(this.stateOf(node)));
    const streams = this.files.streams.flatMap((stream, fd): StreamState[] =>
      stream ? [{ fd, stream, node: stream.node, flags: stream.flags, position: stream.position }] : [],
    );
    return { memory: this.takeMemory(base?.memory), files, streams };
  }

  restore(snapshot: Snapshot): void {
    this.grown = 0;
    this.restoreMemory(snapshot.memory);
    this.restoreFiles(snapshot.files);
    this.files.streams.length = 0;
    for (const { fd, stream, node, flags, position } of snapshot.streams) {
      Object.assign(stream, { fd, node, flags, position }); // closing takes the number away
      this.files.streams[fd] = stream;
    }
  }

  private watchWrites({ stream, node: nodes }: FileOperations): void {
    const write = stream.write.bind(stream);
    const change = nodes.setattr.bind(nodes);
    stream.write = (target, buffer, offset, length, position, canOwn) => {
      const { node } = target;
      this.grow(node, position + length);
      if (isBytes(node.contents) && this.shared.has(node.contents))
        node.contents = node.contents.slice(0, node.usedBytes ?? 0);
      return write(target, buffer, offset, length, position, canOwn);
    };
    nodes.setattr = (node, attributes) => {
      if (attributes.size !== undefined) this.grow(node, attributes.size);
      change(node, attributes);
    };
  }

  /** A full disk. Of the log of changes nothing is said: without it a server cannot go on. */
  private grow(node: FileNode, size: number): void {
    if (size <= (node.usedBytes ?? 0) || node.parent.name === 'pg_wal') return;
    this.grown += size - (node.usedBytes ?? 0);
    if (this.grown > maxGrowth) throw new this.files.ErrnoError(noSpaceLeft);
  }

  private stateOf(node: FileNode): FileState {
    const { parent, name, mode, usedBytes, contents } = node;
    if (isBytes(contents)) this.shared.add(contents);
    const kept = contents === undefined || isBytes(contents) ? contents : { ...contents };
    return { node, parent, name, mode, usedBytes, contents: kept };
  }

  private restoreFiles(states: readonly FileState[]): void {
    const wanted = new Map(states.map(state => [state.node, state]));
    const unmoved = new Set<FileNode>();
    this.eachNode(node => {
      const state = wanted.get(node);
      if (state?.name === node.name && state.parent === node.parent) unmoved.add(node);
      else this.files.hashRemoveNode(node);
    });
    for (const { node, parent, name, mode, usedBytes, contents } of states) {
      Object.assign(node, { parent, name, mode });
      if (usedBytes !== undefined) node.usedBytes = usedBytes;
      if (contents !== undefined) node.contents = isBytes(contents) ? contents : { ...contents };
      if (!unmoved.has(node)) this.files.hashAddNode(node);
    }
  }

  /** Every folder and file in memory, the root left out. */
  private eachNode(visit: (node: FileNode) => void): void {
    const walk = (folder: FileNode): void => {
      const { contents } = folder;
      if (!contents || isBytes(contents) || !this.files.isDir(folder.mode)) return;
      for (const node of Object.values(contents)) {
        visit(node);
        walk(node);
      }
    };
    visit(this.files.root);
    walk(this.files.root);
  }

  private takeMemory(base: MemoryChunks | undefined): MemoryChunks {
    const bytes = Buffer.from(this.memory.buffer);
    const chunks: (Uint8Array | undefined)[] = [];
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      const chunk = bytes.subarray(start, start + chunkBytes);
      const before = base?.[chunks.length];
      if (chunk.equals(emptyChunk)) chunks.push(undefined);
      else chunks.push(before && chunk.equals(before) ? before : new Uint8Array(chunk));
    }
    return chunks;
  }

  private restoreMemory(chunks: MemoryChunks): void {
    const bytes = Buffer.from(this.memory.buffer);
    for (let index = 0; index * chunkBytes < bytes.length; index++) {
      const start = index * chunkBytes;
      const chunk = chunks[index];
      if (chunk) bytes.set(chunk, start);
      else if (!bytes.subarray(start, start + chunkBytes).equals(emptyChunk))
        bytes.fill(0, start, start + chunkBytes);
    }
  }
}

const isBytes = (contents: FileNode['contents']): contents is FileBytes => ArrayBuffer.isView(contents);
