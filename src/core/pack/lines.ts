export interface Position {
  /** Starts at 1. */
  readonly line: number;
  /** Starts at 1, in UTF-16 units. */
  readonly column: number;
}

/** Turns offsets in a text into lines and columns. Offsets outside the text are moved to its nearest end. */
export class Lines {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  at(offset: number): Position {
    const wanted = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - this.starts[low]! + 1 };
  }

  /** The offset where the line holding `offset` ends, blanks at its end left out. Never before `offset`. */
  endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    let end = newline === -1 ? this.text.length : newline;
    while (end > offset && /\s/.test(this.text[end - 1]!)) end--;
    return end;
  }
}
