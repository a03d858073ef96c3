import { compare } from 'semver';

/** Who signed a pack: a name that the signer chose, and the key that proves it was the same one each time. */
export interface Signer {
  readonly name: string;
  /** The raw Ed25519 public key in base64. */
  readonly publicKey: string;
}

/** What is remembered of a pack that is, or once was, installed. */
export interface InstalledPack {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** As in `Pack.hash`. */
  readonly hash: string;
  /** Null for a pack that nobody signed. Held to even after the pack has been removed. */
  readonly signer: Signer | null;
  /** Where it came from, for people: a file, a folder, an address. */
  readonly origin: string;
  /** Epoch milliseconds. */
  readonly installedAt: number;
  /** False for one that has been removed: attempts and progress stay, and so does what is known of its signer. */
  readonly present: boolean;
}

export type OfferedPack = Pick<InstalledPack, 'id' | 'version' | 'hash' | 'signer'>;

/** How well the signer of an offered pack is known. Trust is given at first use and held to from then on. */
export type SignerStanding =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'known'; readonly signer: Signer }
  /** `namesake` is a signer of the same name with another key: somebody may be posing as him. */
  | { readonly kind: 'first-seen'; readonly signer: Signer; readonly namesake: Signer | null };

export type InstallDecision =
  | { readonly kind: 'install'; readonly standing: SignerStanding }
  | { readonly kind: 'update'; readonly from: string; readonly standing: SignerStanding }
  /** The same version with other contents, as an author's next build. */
  | { readonly kind: 'replace'; readonly standing: SignerStanding }
  | { readonly kind: 'downgrade'; readonly from: string; readonly standing: SignerStanding }
  /** Nothing would change. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'refused';
      readonly why: 'changed-signer' | 'signature-missing';
      readonly before: Signer;
      readonly now: Signer | null;
    };

/** What installing a pack would mean, given everything that was ever installed. */
export function decideInstall(offered: OfferedPack, remembered: readonly InstalledPack[]): InstallDecision {
  const before = remembered.find(pack => pack.id === offered.id);
  const now = offered.signer;
  if (before?.signer && before.signer.publicKey !== now?.publicKey)
    return {
      kind: 'refused',
      why: now ? 'changed-signer' : 'signature-missing',
      before: before.signer,
      now,
    };
  const standing = standingOf(now, remembered);
  if (!before?.present) return { kind: 'install', standing };
  const order = compare(offered.version, before.version);
  if (order > 0) return { kind: 'update', from: before.version, standing };
  if (order < 0) return { kind: 'downgrade', from: before.version, standing };
  const isSame = offered.hash === before.hash && (now === null) === (before.signer === null);
  return isSame ? { kind: 'same' } : { kind: 'replace', standing };
}

function standingOf(signer: Signer | null, remembered: readonly InstalledPack[]): SignerStanding {
  if (!signer) return { kind: 'unsigned' };
  const known = remembered.flatMap(pack => pack.signer ?? []);
  if (known.some(({ publicKey }) => publicKey === signer.publicKey)) return { kind: 'known', signer };
  const namesake = known.find(({ name }) => name.toLowerCase() === signer.name.toLowerCase()) ?? null;
  return { kind: 'first-seen', signer, namesake };
}
