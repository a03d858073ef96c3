import path from 'node:path';
import { HumanError } from '../../core/errors';
import { packIdOf } from '../../core/pack/parsePack';
import { nearest } from '../../core/pack/suggest';
import { packManifest } from '../../node/packFiles';
import { libraryIn, userLibraryFolder, type UserLibrary } from '../../node/userLibrary';
import { exitCodes, type ExitCode, type Io } from '../io';
import { packsIn } from '../packPlaces';
import { printable } from '../style';

export interface UninstallOptions {
  /** The id of a pack, or a folder that is used in place. */
  readonly pack: string;
  readonly forgetSigner: boolean;
  readonly library?: string;
}

/** Takes a pack away; attempts and what was learned with it stay. */
export async function uninstall(
  { pack: wanted, forgetSigner, library: folder }: UninstallOptions,
  io: Io,
): Promise<ExitCode> {
  const own = libraryIn(path.resolve(folder ?? userLibraryFolder()));
  const { library, folders } = own;
  const remembered = await library.remembered();
  const record = remembered.find(({ id }) => id === wanted);
  let done = false;
  if (record?.present) {
    await library.remove(wanted);
    io.out(
      `“${printable(record.title)}” ${record.version} is uninstalled. It came from ${printable(record.origin)}`,
    );
    done = true;
  } else if (await library.remove(wanted)) {
    // Something that was put there, or whose record was damaged.
    io.out(`${wanted} is removed. Nothing is known of where it came from.`);
    done = true;
  }
  if (forgetSigner && record?.signer && !record.forgotten) {
    await library.forget(record.signer.publicKey);
    io.out(
      `“${printable(record.signer.name)}” is forgotten: the next pack that they sign is one of a stranger.`,
    );
    done = true;
  }
  for (const linked of await foldersWith(own, wanted)) {
    await folders.remove(linked);
    io.out(`${linked} is not used any more. The folder itself stays as it is.`);
    done = true;
  }
  if (done) return exitCodes.ok;
  const meant = nearest(
    wanted,
    remembered.filter(({ present }) => present).map(({ id }) => id),
  );
  throw new HumanError(
    'not-installed',
    `There is no installed pack "${wanted}". ${meant === undefined ? '"design-drills list" shows those that are.' : `Did you mean "${meant}"?`}`,
  );
}

/** Folders used in place that are this one, or hold the pack of this id. */
async function foldersWith({ folders }: UserLibrary, wanted: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of await folders.all()) {
    const manifests = await Promise.all((await packsIn(folder)).map(packManifest));
    const isIt = manifests.some(text => text !== undefined && packIdOf(text) === wanted);
    if (isIt || folder === path.resolve(wanted)) found.push(folder);
  }
  return found;
}
