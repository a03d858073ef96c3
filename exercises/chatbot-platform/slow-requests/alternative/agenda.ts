interface Item {
  readonly at: number;
  readonly order: number;
  /** Undefined once it was called off; it stays in the heap until its time. */
  work: (() => void) | undefined;
}

/**
 * Everything that is to happen later, in a binary heap and with one timer for the earliest. Adding costs O(log n), calling
 * off O(1): what was called off is skipped at its time, or dropped as soon as it is at the top.
 */
export class Agenda {
  readonly #heap: Item[] = [];
  #timer: { readonly handle: TimerHandle; readonly at: number } | undefined;
  #count = 0;

  /** @returns calls it off */
  at(moment: number, work: () => void): () => void {
    const item: Item = { at: moment, order: this.#count++, work };
    this.#push(item);
    this.#arm();
    return () => {
      item.work = undefined;
      this.#arm();
    };
  }

  /** Sees to it that there is a timer for the earliest, and none without need. */
  #arm(): void {
    while (this.#heap[0] && !this.#heap[0].work) this.#pop();
    const first = this.#heap[0];
    if (first?.at === this.#timer?.at) return;
    if (this.#timer) clearTimeout(this.#timer.handle);
    this.#timer = first && {
      at: first.at,
      handle: setTimeout(() => this.#run(), Math.max(0, first.at - performance.now())),
    };
  }

  #run(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let first = this.#heap[0]; first && first.at <= now; first = this.#heap[0]) {
      this.#pop();
      const { work } = first;
      first.work = undefined;
      work?.();
    }
    this.#arm();
  }

  #push(item: Item): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(item, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = item;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
  }
}

const isBefore = (a: Item, b: Item): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
