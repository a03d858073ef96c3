/**
 * Messages on a pipe: JSON, one a line. Node's own channel between processes is not used, because there a malformed line
 * is thrown in the host where nobody can catch it, and a line without an end grows until the memory is gone.
 */
export const formatMessage = (message: object): string => `${JSON.stringify(message)}\n`;

export type TakenLine =
  | { readonly kind: 'message'; readonly value: unknown }
  /** A line that is not JSON. */
  | { readonly kind: 'malformed' }
  /** More characters than there may be, in one line or in all. Nothing is taken after it. */
  | { readonly kind: 'flood' };

/** Cuts what arrives into messages, never holding more than it was told to. */
export class MessageLines {
  private begun = '';
  private taken = 0;
  private flooded = false;

  /** @param maxCharacters of all messages together, and so of one. */
  constructor(private readonly maxCharacters: number) {}

  /** Counts from nought again. */
  renew(): void {
    this.taken = this.begun.length;
  }

  take(text: string): TakenLine[] {
    if (this.flooded) return [];
    this.taken += text.length;
    if (this.taken > this.maxCharacters) {
      this.flooded = true;
      this.begun = '';
      return [{ kind: 'flood' }];
    }
    const [end = '', ...following] = text.split('\n');
    this.begun += end;
    const lines: TakenLine[] = [];
    for (const next of following) {
      lines.push(parsed(this.begun));
      this.begun = next;
    }
    return lines;
  }
}

function parsed(line: string): TakenLine {
  try {
    const value: unknown = JSON.parse(line);
    return { kind: 'message', value };
  } catch {
    return { kind: 'malformed' };
  }
}
