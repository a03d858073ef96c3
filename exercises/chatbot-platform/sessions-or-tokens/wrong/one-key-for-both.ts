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
}

export const writeAccess = (signer: Signer, claims: Claims): string => seal(signer, claims);
export const writeRefresh = (signer: Signer, ticket: Ticket): string =>
  seal(signer, { ...ticket, roles: [], endsAt: Number.MAX_SAFE_INTEGER });

/** The claims of a token that was issued, in time or not; `undefined` for everything else. */
export function readAccess(verifier: Verifier, token: unknown): Claims | undefined {
  const parts = split(token);
  return parts && verifier.verify(parts.text, parts.signature) ? (parse(parts.text) as Claims) : undefined;
}

export function readRefresh(signer: Signer, token: unknown): Ticket | undefined {
  const parts = split(token);
  return parts && signer.verify('access', parts.text, parts.signature)
    ? (parse(parts.text) as Ticket)
    : undefined;
}

function seal(signer: Signer, content: Claims | (Ticket & Claims)): string {
  const text = encodeURIComponent(JSON.stringify(content));
  return `${text}.${signer.sign('access', text)}`;
}

/** Signatures have no dots, and contents may: the last one counts. */
function split(token: unknown): { readonly text: string; readonly signature: string } | undefined {
  if (typeof token !== 'string') return undefined;
  const dot = token.lastIndexOf('.');
  return { text: token.slice(0, Math.max(0, dot)), signature: token.slice(dot + 1) };
}

/** Only what this service has signed is ever parsed, so it has the type that was written. */
const parse = (text: string): unknown => JSON.parse(decodeURIComponent(text));
