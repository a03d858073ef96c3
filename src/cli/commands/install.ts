import { stat } from 'node:fs/promises';
import path from 'node:path';
import { assertNever, HumanError } from '../../core/errors';
import type { Signer, SignerStanding } from '../../core/pack/installDecision';
import { packIdOf } from '../../core/pack/parsePack';
import { downloadPack } from '../../node/drillpack/downloadPack';
import { parsePackAddress } from '../../node/drillpack/packAddress';
import { refusal, type PackOffer } from '../../node/drillpack/packLibrary';
import { fingerprint, isFingerprintOf } from '../../node/drillpack/signing';
import { readDrillpack } from '../../node/openPackSource';
import { packManifest } from '../../node/packFiles';
import { libraryIn, userLibraryFolder, type UserLibrary } from '../../node/userLibrary';
import { exitCodes, type ExitCode, type Io } from '../io';
import { packsIn } from '../packPlaces';
import { printable, styleFor } from '../style';

export interface InstallOptions {
  /** A `.drillpack`, an address, or a folder. */
  readonly source: string;
  /** The fingerprint of the key that must have signed it. */
  readonly trust?: string;
  readonly acceptUnsigned: boolean;
  readonly allowDowngrade: boolean;
  readonly library?: string;
}

/**
 * Keeps a pack for every command. Nothing is asked, so that it does the same in a script: whoever is seen for the first
 * time has to be named by the fingerprint of the key.
 */
export async function install(options: InstallOptions, io: Io): Promise<ExitCode> {
  const own = libraryIn(path.resolve(options.library ?? userLibraryFolder()));
  const { source } = options;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const address = parsePackAddress(source);
    return keep(own, await fetched(address, io), address.href, options, io);
  }
  const found = await stat(source).catch(() => undefined);
  if (found?.isDirectory()) return link(own, path.resolve(source), io);
  return keep(own, await readDrillpack(source), path.resolve(source), options, io);
}

async function fetched(address: URL, io: Io): Promise<Uint8Array> {
  try {
    return await downloadPack(address, {
      signal: io.signal,
      onProgress: (bytes, total) =>
        io.progress?.(
          `${Math.ceil(bytes / 1024)}${total === null ? '' : ` of ${Math.ceil(total / 1024)}`} KiB`,
        ),
    });
  } catch (thrown) {
    if (!io.signal.aborted) throw thrown;
    throw new HumanError('cancelled', `${address.href} was not fetched to its end. Nothing is installed.`);
  } finally {
    io.progress?.('');
  }
}

/** Uses a folder where it lies. */
async function link({ folders }: UserLibrary, folder: string, io: Io): Promise<ExitCode> {
  const packs = await packsIn(folder);
  if (packs.length === 0)
    throw new HumanError(
      'no-pack',
      `There is no pack in ${folder}: neither it nor a folder in it holds a pack.yaml.`,
    );
  await folders.add(folder);
  const ids = await Promise.all(
    packs.map(async pack => packIdOf((await packManifest(pack)) ?? '') ?? path.basename(pack)),
  );
  io.out(`${folder} is used in place, edits included: ${printable(ids.join(', '))}`);
  return exitCodes.ok;
}

async function keep(
  { library }: UserLibrary,
  bytes: Uint8Array,
  origin: string,
  options: InstallOptions,
  io: Io,
): Promise<ExitCode> {
  const offer = await library.offer(bytes, origin);
  const { decision, pack, opened } = offer;
  const named = `“${printable(pack.title)}” ${pack.version}`;
  if (decision.kind === 'refused') {
    io.err(`error: ${printable(refusal(pack.title, decision).message)}`);
    io.err(`  before: ${described(decision.before)}`);
    io.err(`  now:    ${decision.now ? described(decision.now) : 'not signed'}`);
    io.err(`To forget the old signer: design-drills uninstall ${pack.id} --forget-signer`);
    return exitCodes.untrusted;
  }
  const objection = objectionTo(offer, options);
  if (objection !== undefined) {
    io.err(`error: ${named} is not installed. ${objection}`);
    return exitCodes.untrusted;
  }
  if (decision.kind === 'same') {
    io.out(`${named} is installed already. Nothing has changed.`);
    return exitCodes.ok;
  }
  await library.install(offer);
  const style = styleFor(io.color);
  const before = decision.kind === 'update' || decision.kind === 'downgrade' ? ` (was ${decision.from})` : '';
  const count = pack.exercises.length === 1 ? '1 exercise' : `${pack.exercises.length} exercises`;
  io.out(`${style.bold(`${named} is installed`)}${before}: ${count}, id ${pack.id}`);
  io.out(opened.signer ? `signed by ${described(opened.signer)}` : style.yellow('not signed'));
  return exitCodes.ok;
}

/** Why it may not be installed as things are, and the flag that would allow it. */
function objectionTo({ decision, opened }: PackOffer, options: InstallOptions): string | undefined {
  const { signer } = opened;
  const { trust } = options;
  if (trust !== undefined && !(signer && isFingerprintOf(trust, signer)))
    return signer
      ? `It is signed by ${described(signer)}, not with the key that --trust names.`
      : 'It is not signed, and --trust names a key.';
  if (decision.kind === 'refused' || decision.kind === 'same') return undefined;
  const doubt = trust === undefined ? doubtAbout(decision.standing, options) : undefined;
  if (doubt !== undefined) return doubt;
  return decision.kind === 'downgrade' && !options.allowDowngrade
    ? `Version ${decision.from}, which is installed, is newer. To go back: --allow-downgrade`
    : undefined;
}

function doubtAbout(standing: SignerStanding, { acceptUnsigned }: InstallOptions): string | undefined {
  switch (standing.kind) {
    case 'known':
      return undefined;
    case 'unsigned':
      return acceptUnsigned
        ? undefined
        : 'Nobody has signed it: nothing shows who made it. If you trust the place that it comes from: --accept-unsigned';
    case 'first-seen': {
      const namesake = standing.namesake
        ? ` You know another signer of this name, ${fingerprint(standing.namesake)}: somebody may be posing as them.`
        : '';
      return `It is signed by ${described(standing.signer)}, who is seen for the first time.${namesake} If this is the key that they publish: --trust ${fingerprint(standing.signer)}`;
    }
    default:
      return assertNever(standing);
  }
}

const described = (signer: Signer): string => `“${printable(signer.name)}”, ${fingerprint(signer)}`;
