/**
 * The messages of Postgres's protocol, version 3, as far as one client with text formats needs them.
 *
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
import { sqlErrorFrom, type SqlErrorFields } from './sqlError';

export interface Field {
  readonly name: string;
  /** Of its type. */
  readonly oid: number;
}

/** What came back for one message; `null` is SQL's. */
export interface Reply {
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** `INSERT 0 3` and the like. */
  readonly tag: string;
  readonly error: SqlErrorFields | null;
  /** More rows or bytes than were asked for: the rest is lost. */
  readonly overflown: boolean;
  /** As in ReadyForQuery: idle, in a transaction, or in one that has failed. */
  readonly status: 'I' | 'T' | 'E' | null;
}

const text = new TextEncoder();
const words = new TextDecoder();

/** Growing bytes of messages that go to the server. */
class Writer {
  private bytes = Buffer.alloc(1_024);
  private length = 0;

  int32(value: number): this {
    this.reserve(4);
    this.length = this.bytes.writeInt32BE(value, this.length);
    return this;
  }

  int16(value: number): this {
    this.reserve(2);
    this.length = this.bytes.writeUInt16BE(value, this.length);
    return this;
  }

  raw(value: Uint8Array): this {
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
    return this;
  }

  string(value: string): this {
    return this.raw(text.encode(value)).raw(zero);
  }

  /** One message: its letter, its length, and what `fill` writes. */
  message(letter: string, fill: (writer: this) => void = () => undefined): this {
    this.raw(text.encode(letter));
    const start = this.length;
    this.int32(0);
    fill(this);
    this.bytes.writeInt32BE(this.length - start, start);
    return this;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = Buffer.alloc(2 * (this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

const zero = new Uint8Array(1);

/** Any number of statements, without parameters. */
export const simpleQuery = (sql: string): Uint8Array =>
  new Writer().message('Q', writer => writer.string(sql)).done();

/** Exactly one statement: the server refuses more in one Parse message. */
export function parameterisedQuery(sql: string, params: readonly (string | null)[]): Uint8Array {
  const writer = new Writer()
    .message('P', part => part.string('').string(sql).int16(0))
    .message('B', part => {
      part.string('').string('').int16(0).int16(params.length);
      for (const param of params) {
        if (param === null) part.int32(-1);
        else {
          const bytes = text.encode(param);
          part.int32(bytes.length).raw(bytes);
        }
      }
      part.int16(0);
    })
    .message('D', part => part.raw(text.encode('P')).string(''))
    .message('E', part => part.string('').int32(0));
  // Ends a COPY that waits for data; ignored otherwise.
  return writer
    .message('f', part => part.string('There is no data to copy.'))
    .message('S')
    .done();
}

/** Reads what the server says, piece by piece, and keeps no more than it must. */
export class ReplyReader {
  private fields: Field[] = [];
  private rows: (readonly (string | null)[])[] = [];
  private tag = '';
  private error: SqlErrorFields | null = null;
  private overflown = false;
  private status: Reply['status'] = null;
  private pending = Buffer.alloc(0);
  private bytes = 0;

  constructor(private readonly limits: { readonly rows: number; readonly bytes: number }) {}

  push(chunk: Uint8Array): void {
    this.pending = this.pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.pending, chunk]);
    let offset = 0;
    while (offset + 5 <= this.pending.length) {
      const size = this.pending.readInt32BE(offset + 1);
      const end = offset + 1 + size;
      if (end > this.pending.length) break;
      this.take(this.pending[offset]!, this.pending.subarray(offset + 5, end));
      offset = end;
    }
    this.pending = this.pending.subarray(offset);
  }

  reply(): Reply {
    const { fields, rows, tag, error, overflown, status } = this;
    return { fields, rows, tag, error, overflown, status };
  }

  private take(letter: number, body: Buffer): void {
    switch (String.fromCharCode(letter)) {
      case 'T':
        this.fields = fieldsOf(body);
        this.rows = []; // of several statements, the last one that gives rows
        break;
      case 'D':
        this.bytes += body.length;
        if (this.rows.length >= this.limits.rows || this.bytes > this.limits.bytes) this.overflown = true;
        else this.rows.push(rowOf(body));
        break;
      case 'C':
        this.tag = words.decode(body.subarray(0, -1));
        break;
      case 'E':
        this.error ??= sqlErrorFrom(body);
        break;
      case 'Z':
        this.status = String.fromCharCode(body[0] ?? 73) as Reply['status'];
        break;
      default: // notices, acknowledgements and settings
    }
  }
}

function fieldsOf(body: Buffer): Field[] {
  const fields: Field[] = [];
  let offset = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const end = body.indexOf(0, offset);
    fields.push({ name: words.decode(body.subarray(offset, end)), oid: body.readInt32BE(end + 7) });
    offset = end + 19;
  }
  return fields;
}

function rowOf(body: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let offset = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(offset);
    offset += 4;
    if (length < 0) values.push(null);
    else {
      values.push(words.decode(body.subarray(offset, offset + length)));
      offset += length;
    }
  }
  return values;
}
