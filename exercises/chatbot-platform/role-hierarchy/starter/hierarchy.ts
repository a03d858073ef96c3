import type { Pair } from './types';

/** Who inherits from whom, directly and through others. */
export class Hierarchy {
  /** All that the role inherits from, without itself. */
  above(role: string): ReadonlySet<string> {
    throw new Error(`not implemented: above ${role}`);
  }

  /** What the new edge adds. */
  link(role: string, from: string): Pair[] {
    throw new Error(`not implemented: link ${role} to ${from}`);
  }

  /** What ends with the edge. */
  unlink(role: string, from: string): Pair[] {
    throw new Error(`not implemented: unlink ${role} from ${from}`);
  }
}
