/**
 * Texts inside the engine are binary: one character, 0 to 255, for each byte. Comparing, slicing and measuring them
 * is then what Redis does with bytes.
 */

// eslint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/;

export const toBytes = (text: string): string =>
  ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');

export const fromBytes = (bytes: string): string =>
  ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
