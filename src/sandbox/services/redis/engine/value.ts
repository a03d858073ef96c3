import type { SortedSet } from './sortedSet';
import type { Stream } from './stream';

/** What a key can hold. */
export interface Values {
  readonly string: TextValue;
  readonly hash: Map</* field */ string, string>;
  readonly list: string[];
  readonly set: MemberSet;
  readonly zset: SortedSet;
  readonly stream: Stream;
}
export type Kind = keyof Values;
export type Value = { readonly [K in Kind]: { readonly kind: K; readonly value: Values[K] } }[Kind];

/** A text, or the same as bytes while bits of it are being set. */
export class TextValue {
  private bytes: Uint8Array | undefined;

  constructor(private text: string) {}

  get length(): number {
    return this.bytes?.length ?? this.text.length;
  }

  toString(): string {
    if (this.bytes) {
      this.text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).toString('latin1');
      this.bytes = undefined;
    }
    return this.text;
  }

  byteAt(index: number): number {
    if (this.bytes) return this.bytes[index] ?? 0;
    return index < this.text.length ? this.text.charCodeAt(index) : 0;
  }

  setByte(index: number, value: number): void {
    this.bytes ??= Uint8Array.from(Buffer.from(this.text, 'latin1'));
    if (index >= this.bytes.length) {
      const longer = new Uint8Array(index + 1);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[index] = value;
  }
}

const maxIntegers = 512;

/** Members of a set. While they are all integers and few, Redis keeps and shows them in numeric order. */
export class MemberSet {
  private readonly members = new Set<string>();
  private onlyIntegers = true;

  get size(): number {
    return this.members.size;
  }

  has(member: string): boolean {
    return this.members.has(member);
  }

  add(member: string): boolean {
    if (this.members.has(member)) return false;
    this.members.add(member);
    if (!/^(?:0|-?[1-9]\d{0,17})$/.test(member) || this.members.size > maxIntegers) this.onlyIntegers = false;
    return true;
  }

  delete(member: string): boolean {
    return this.members.delete(member);
  }

  values(): string[] {
    const all = [...this.members];
    return this.onlyIntegers ? all.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)) : all;
  }
}
