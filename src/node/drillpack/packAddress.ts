import * as l10n from '@vscode/l10n';
import { HumanError } from '../../core/errors';

/** Longer ones are not addresses that a person could judge. */
const maxLength = 2_000;

/**
 * An address that a pack may be fetched from: `https:`, or `http:` on this machine. No name or password in it, which
 * could make one host look like another.
 *
 * @throws HumanError `bad-address`
 */
export function parsePackAddress(text: string): URL {
  const refuse = (why: string): HumanError =>
    new HumanError('bad-address', l10n.t('{0} is not used: {1}.', JSON.stringify(text.slice(0, 200)), why));
  if (text.length > maxLength)
    throw refuse(l10n.t('it has {0} characters, at most {1} are read', text.length, maxLength));
  // Blanks and control characters inside would be dropped silently: what is shown would not be what is fetched.
  if (/[\s\p{Cc}]/u.test(text.trim())) throw refuse(l10n.t('there is a blank in it'));
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw refuse(l10n.t('it is not an address. It begins with https://'));
  }
  if (url.username !== '' || url.password !== '')
    throw refuse(l10n.t('there is a name or a password in it. Packs are fetched without'));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    throw refuse(l10n.t('packs are fetched over https only (http from this machine itself)'));
  url.hash = '';
  return url;
}

/** The address that was noted as a pack's origin, if it came from one. */
export function packAddressOf(origin: string): URL | undefined {
  try {
    return /^https?:/.test(origin) ? parsePackAddress(origin) : undefined;
  } catch {
    return undefined;
  }
}

/** This machine itself, by a name or number that cannot mean another. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
