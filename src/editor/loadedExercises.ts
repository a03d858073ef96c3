import type { Exercise } from '../core/exercise';

/** Exercises of which somebody wanted more than the card; those that nobody has asked for lately are let go. */
export class LoadedExercises {
  /** Least recently asked for first. */
  private readonly known = new Map</* hash of the pack, and ref */ string, Promise<Exercise>>();

  constructor(private readonly most = 64) {}

  /** The same object each time while it is kept. One that could not be loaded is tried anew. */
  async get(key: string, load: () => Promise<Exercise>): Promise<Exercise> {
    const exercise = this.known.get(key) ?? load();
    this.known.delete(key);
    this.known.set(key, exercise);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= this.most) break;
      this.known.delete(oldest);
    }
    try {
      return await exercise;
    } catch (error) {
      if (this.known.get(key) === exercise) this.known.delete(key);
      throw error;
    }
  }
}
