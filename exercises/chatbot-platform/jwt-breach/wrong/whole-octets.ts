/** A range of IPv4 addresses: all whose first `bits` bits are those of `base`. */
export interface Network {
  readonly base: number;
  readonly bits: number;
}

/** The 32 bits of a dotted address as a number that is never negative; `undefined` if it is no address. */
export function addressOf(text: string): number | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!octets || octets.some(octet => octet > 255)) return undefined;
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

/** @throws RangeError if it is no address */
export function parseAddress(text: string): number {
  const address = addressOf(text);
  if (address === undefined) throw new RangeError(`not an IPv4 address: ${JSON.stringify(text)}`);
  return address;
}

/** @throws RangeError if it is not `a.b.c.d/n` */
export function parseNetwork(cidr: string): Network {
  const [, address, length] = /^([^/]*)\/(\d{1,2})$/.exec(cidr) ?? [];
  const bits = Number(length);
  if (address === undefined || bits > 32)
    throw new RangeError(`not an IPv4 network: ${JSON.stringify(cidr)}`);
  return { base: prefix(parseAddress(address), bits), bits };
}

export const contains = ({ base, bits }: Network, address: number): boolean => prefix(address, bits) === base;

/** The octets that the network fixes. */
const prefix = (address: number, bits: number): number =>
  Math.floor(address / 256 ** (4 - Math.floor(bits / 8)));
