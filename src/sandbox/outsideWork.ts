/**
 * Work that ends by itself in real time: a database that answers, a reply from the host. While there is some, nothing
 * can be said to wait for ever, and virtual time stands still.
 */
let outstanding = 0;
let changed: (() => void)[] = [];

/** Counts as work until it settles. */
export async function outside<T>(work: Promise<T>): Promise<T> {
  outstanding++;
  try {
    return await work;
  } finally {
    outstanding--;
    const wake = changed;
    changed = [];
    for (const resume of wake) resume();
  }
}

export const isWaitingOutside = (): boolean => outstanding > 0;

/** Resolves when some of the work that is outstanding has ended. */
export const nextOutsideEnd = (): Promise<void> => new Promise(resolve => changed.push(resolve));
