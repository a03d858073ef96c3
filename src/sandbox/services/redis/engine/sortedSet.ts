export interface Scored {
  readonly member: string;
  readonly score: number;
}

/** One end of a range; `undefined` is the very end. */
export interface Bound<T> {
  readonly value: T;
  readonly isExclusive: boolean;
}

/** Members in the order of their scores, and of their bytes where scores are equal. */
export class SortedSet {
  private readonly scores = new Map</* member */ string, number>();
  private readonly ordered: Scored[] = [];

  get size(): number {
    return this.ordered.length;
  }

  score(member: string): number | undefined {
    return this.scores.get(member);
  }

  set(member: string, score: number): void {
    const known = this.scores.get(member);
    if (known === score) return;
    if (known !== undefined) this.ordered.splice(this.rank(member)!, 1);
    this.scores.set(member, score);
    const entry = { member, score };
    this.ordered.splice(this.firstNotBefore(entry), 0, entry);
  }

  delete(member: string): boolean {
    const rank = this.rank(member);
    if (rank === undefined) return false;
    this.ordered.splice(rank, 1);
    this.scores.delete(member);
    return true;
  }

  /** From 0, the lowest score. */
  rank(member: string): number | undefined {
    const score = this.scores.get(member);
    return score === undefined ? undefined : this.firstNotBefore({ member, score });
  }

  slice(from: number, to: number): readonly Scored[] {
    return this.ordered.slice(from, to);
  }

  /** First rank and the one behind the last of the scores between two bounds. */
  rangeByScore(least: Bound<number>, most: Bound<number>): readonly [number, number] {
    const from = this.count(({ score }) => (least.isExclusive ? score <= least.value : score < least.value));
    const to = this.count(({ score }) => (most.isExclusive ? score < most.value : score <= most.value));
    return [from, Math.max(from, to)];
  }

  /** The same by member, for sets whose scores are all equal. */
  rangeByMember(least: Bound<string> | null, most: Bound<string> | null): readonly [number, number] {
    const from =
      least === null
        ? 0
        : this.count(({ member }) => (least.isExclusive ? member <= least.value : member < least.value));
    const to =
      most === null
        ? this.size
        : this.count(({ member }) => (most.isExclusive ? member < most.value : member <= most.value));
    return [from, Math.max(from, to)];
  }

  private firstNotBefore({ member, score }: Scored): number {
    return this.count(entry => entry.score < score || (entry.score === score && entry.member < member));
  }

  /** How many entries come first for which this holds; it holds for none behind one for which it does not. */
  private count(isBefore: (entry: Scored) => boolean): number {
    let low = 0;
    let high = this.ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.ordered[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
