import type { Signer } from './types';

/** Where a session is, without anything that its holder must keep to themselves. */
export interface Place {
  readonly userId: string;
  readonly deviceId: string;
  /** A member of the chain that the session goes along. It may be known; the seal behind it may not. */
  readonly member: string;
}

/** The member that follows this one. Everybody who has the key comes to the same, so nobody has to be told. */
export const following = (signer: Signer, member: string): string =>
  signer.sign('refresh', `after ${member}`);

export function sealed(signer: Signer, { userId, deviceId, member }: Place): string {
  const text = `${member}/${deviceId}/${encodeURIComponent(JSON.stringify(userId))}`;
  return `${signer.sign('refresh', text)}/${text}`;
}

/** `undefined` unless it is, sign by sign, a token that was issued. */
export function unsealed(signer: Signer, token: unknown): Place | undefined {
  if (typeof token !== 'string') return undefined;
  const [seal = '', member = '', deviceId = '', user = ''] = token.split('/', 4);
  if (!signer.verify('refresh', token.slice(seal.length + 1), seal)) return undefined;
  return { userId: JSON.parse(decodeURIComponent(user)) as string, deviceId, member };
}
