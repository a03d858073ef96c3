/** A range of IPv4 addresses. In JavaScript `1 << 31` is negative and `1 << 32` is 1: mind how you mask. */
export interface Network {
  readonly base: number;
  readonly bits: number;
}

/** @throws RangeError if it is not `a.b.c.d` */
export function parseAddress(text: string): number {
  throw new Error(`not implemented: read ${text}`);
}

/** @throws RangeError if it is not `a.b.c.d/n` */
export function parseNetwork(cidr: string): Network {
  throw new Error(`not implemented: read ${cidr}`);
}

export function contains(network: Network, address: number): boolean {
  throw new Error(`not implemented: is ${address} among the first ${network.bits} bits of ${network.base}?`);
}
