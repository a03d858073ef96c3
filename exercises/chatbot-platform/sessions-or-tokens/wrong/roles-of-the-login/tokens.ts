import type { Signer, Verifier } from './types';

/** What an access token says. */
export interface Claims {
  readonly userId: string;
  readonly deviceId: string;
  readonly roles: readonly string[];
  readonly endsAt: number;
}

/** What a refresh token says: nothing that its holder could not know, and nothing that could be made without the key. */
export interface Ticket {
  readonly userId: string;
  readonly deviceId: string;
  /** How often this session had been refreshed when the token was issued. */
  readonly turn: number;
  readonly roles: readonly string[];
}

export const writeAccess = (signer: Signer, claims: Claims): string =>
  seal(signer, 'access', { ...claims, tokenId: crypto.randomUUID() });
export const writeRefresh = (signer: Signer, ticket: Ticket): string => seal(signer, 'refresh', ticket);

/** The claims of a token that was issued, in time or not; `undefined` for everything else. */
export const readAccess = (verifier: Verifier, token: unknown): Claims | undefined =>
  open(token, (text, signature) => verifier.verify(text, signature)) as Claims | undefined;

export const readRefresh = (signer: Signer, token: unknown): Ticket | undefined =>
  open(token, (text, signature) => signer.verify('refresh', text, signature)) as Ticket | undefined;

/** Separate secrets for the two kinds: a good signature of one is a bad signature of the other. */
function seal(
  signer: Signer,
  purpose: 'access' | 'refresh',
  content: (Claims & { readonly tokenId: string }) | Ticket,
): string {
  const text = encodeURIComponent(JSON.stringify(content));
  return `${text}.${signer.sign(purpose, text)}`;
}

/** Only what this service has signed is ever parsed, so it has the type that was written. */
function open(token: unknown, isSigned: (text: string, signature: string) => boolean): unknown {
  if (typeof token !== 'string') return undefined;
  const dot = token.lastIndexOf('.'); // signatures have none, and contents may
  const text = token.slice(0, dot);
  return isSigned(text, token.slice(dot + 1)) ? JSON.parse(decodeURIComponent(text)) : undefined;
}
