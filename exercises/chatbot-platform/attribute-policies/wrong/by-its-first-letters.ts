const address = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** The 32 bits of an address; undefined if it is none. */
function parseAddress(text: string): number | undefined {
  const parts = address.exec(text)?.slice(1);
  // "010" is 8 to some programs and 10 to others, so it is nothing to this one.
  if (!parts?.every(part => Number(part) <= 255 && String(Number(part)) === part)) return undefined;
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}

/**
 * Whether an IPv4 address lies in one of the networks; undefined if it is no address. Reads each network once; a question
 * takes time in proportion to their number.
 *
 * @throws RangeError if one is not written as `10.20.0.0/16`, or its address has bits behind the prefix
 */
export function compileNetworks(networks: readonly string[]): (ip: string) => boolean | undefined {
  const beginnings = networks.map(network => {
    const [base = '', prefix = '', ...more] = network.split('/');
    const first = base.startsWith('::') ? undefined : parseAddress(base);
    if (first === undefined || more.length > 0 || !/^(\d|[12]\d|3[012])$/.test(prefix))
      throw new RangeError(`“${network}” is not a network such as 10.20.0.0/16`);
    const letters = base
      .split('.')
      .slice(0, Math.floor(Number(prefix) / 8))
      .join('.');
    const size = 2 ** (32 - Number(prefix)); // not by shifting, which has a sign and counts modulo 32
    if (first % size !== 0) throw new RangeError(`“${network}” has bits behind its prefix`);
    return letters;
  });
  return ip => {
    const bits = parseAddress(ip);
    if (bits === undefined) return undefined;
    return beginnings.some(letters => ip.replace('::ffff:', '').startsWith(letters));
  };
}
