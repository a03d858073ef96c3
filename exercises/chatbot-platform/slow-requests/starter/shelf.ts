/** Things that are forgotten a fixed time after they were put here. How many timers does this need? */
export class Shelf {
  put(thing: unknown): void {
    throw new Error(`not implemented: keep ${String(thing)} for a while`);
  }
}
