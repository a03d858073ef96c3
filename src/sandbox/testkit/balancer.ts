import type { Draw, ServersOptions } from '../../../media/types/testkit';

/** What a balancer knows of a server. */
export interface Candidate {
  readonly index: number;
  /** As far as the balancer knows. */
  readonly seemsUp: boolean;
  readonly underWay: number;
}

type Policy = NonNullable<ServersOptions['balancer']>;

/** Chooses a server for each request; undefined if none seems to be up. */
export type Balancer = <C extends Candidate>(candidates: readonly C[], key: string) => C | undefined;

export function createBalancer(policy: Policy, draw: Draw): Balancer {
  let turn = 0;
  /** The first that is up, from this one on. */
  const from = <C extends Candidate>(candidates: readonly C[], start: number): C | undefined =>
    [...candidates.slice(start), ...candidates.slice(0, start)].find(({ seemsUp }) => seemsUp);
  switch (policy) {
    case 'round-robin':
      return candidates => {
        const chosen = from(candidates, turn % candidates.length);
        if (chosen) turn = chosen.index + 1;
        return chosen;
      };
    case 'random':
      return candidates => {
        const up = candidates.filter(({ seemsUp }) => seemsUp);
        return up[Math.floor(draw() * up.length)];
      };
    case 'sticky':
      return (candidates, key) => from(candidates, hash(key) % candidates.length);
    case 'least-busy':
      return candidates =>
        candidates
          .filter(({ seemsUp }) => seemsUp)
          .reduce<(typeof candidates)[number] | undefined>(
            (least, one) => (least === undefined || one.underWay < least.underWay ? one : least),
            undefined,
          );
    default:
      throw new RangeError(
        `servers: balancer has to be round-robin, random, sticky or least-busy; it is ${String(policy satisfies never)}.`,
      );
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
