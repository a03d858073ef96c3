import compare from 'semver/functions/compare';

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
  /** Epoch milliseconds: when the first pack by this signer was accepted under this id; of an unsigned one, the first. */
  readonly knownSince: number;
  /** The person has withdrawn their trust: the signer counts as one never seen, and this pack as one of nobody's. */
  readonly forgotten: boolean;
  /** Where it came from, for people: a file, a folder, an address. */
  readonly origin: string;
  /** Epoch milliseconds. */
  readonly installedAt: number;
  /** False for one that has been removed: attempts and progress stay, and so does what is known of its signer. */
  readonly present: boolean;
}

export type OfferedPack = Pick<InstalledPack, 'id' | 'version' | 'hash' | 'signer'>;

/** A signer whom the person has trusted. */
export interface KnownSigner {
  readonly signer: Signer;
  /** Epoch milliseconds. */
  readonly since: number;
  /** What he has signed of all that was ever installed, by id. */
  readonly packs: readonly InstalledPack[];
}

/** How well the signer of an offered pack is known. Trust is given at first use and held to from then on. */
export type SignerStanding =
  | { readonly kind: 'unsigned' }
  /** With what else is known of him. */
  | ({ readonly kind: 'known' } & KnownSigner)
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
  const held = before && heldSigner(before);
  if (held && held.publicKey !== now?.publicKey)
    return { kind: 'refused', why: now ? 'changed-signer' : 'signature-missing', before: held, now };
  const standing = standingOf(now, remembered);
  if (!before?.present) return { kind: 'install', standing };
  const order = compare(offered.version, before.version);
  if (order > 0) return { kind: 'update', from: before.version, standing };
  if (order < 0) return { kind: 'downgrade', from: before.version, standing };
  const isSame = offered.hash === before.hash && now?.publicKey === held?.publicKey;
  return isSame ? { kind: 'same' } : { kind: 'replace', standing };
}

/** Everybody who is trusted, by name. */
export function knownSigners(remembered: readonly InstalledPack[]): readonly KnownSigner[] {
  const byKey = new Map</* public key */ string, KnownSigner>();
  for (const pack of remembered) {
    const signer = heldSigner(pack);
    if (!signer) continue;
    const known = byKey.get(signer.publicKey);
    byKey.set(signer.publicKey, {
      signer: known && known.since <= pack.knownSince ? known.signer : signer,
      since: Math.min(known?.since ?? pack.knownSince, pack.knownSince),
      packs: [...(known?.packs ?? []), pack],
    });
  }
  return [...byKey.values()].sort((a, b) => (a.signer.name < b.signer.name ? -1 : 1));
}

const heldSigner = ({ signer, forgotten }: InstalledPack): Signer | null => (forgotten ? null : signer);

function standingOf(signer: Signer | null, remembered: readonly InstalledPack[]): SignerStanding {
  if (!signer) return { kind: 'unsigned' };
  const all = knownSigners(remembered);
  const known = all.find(one => one.signer.publicKey === signer.publicKey);
  if (known) return { kind: 'known', ...known, signer };
  const namesake = all.find(one => one.signer.name.toLowerCase() === signer.name.toLowerCase());
  return { kind: 'first-seen', signer, namesake: namesake?.signer ?? null };
}
