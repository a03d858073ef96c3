/** Addresses as 32 times `0` or `1`. So a network is a text that its addresses begin with, and there is no arithmetic. */

/** The 32 bits of an address; `undefined` if it is none. */
export function addressOf(text: string): string | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every(octet => /^\d{1,3}$/.test(octet) && Number(octet) < 256))
    return undefined;
  return octets.map(octet => Number(octet).toString(2).padStart(8, '0')).join('');
}

/** @throws RangeError if it is no address */
export function parseAddress(text: string): string {
  const bits = addressOf(text);
  if (bits === undefined) throw new RangeError(`no IPv4 address: ${text}`);
  return bits;
}

/** @throws RangeError if it is no network */
export function parseNetwork(cidr: string): string {
  const slash = cidr.indexOf('/');
  const length = cidr.slice(slash + 1);
  if (slash < 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32)
    throw new RangeError(`no IPv4 network: ${cidr}`);
  return parseAddress(cidr.slice(0, slash)).slice(0, Number(length));
}
