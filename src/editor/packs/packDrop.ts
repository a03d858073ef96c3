import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { archiveLimits } from '../../node/drillpack/archiveLimits';
import { isDrillpack } from '../../node/drillpackName';
import type { TreeNode } from '../catalogTree';
import { guarded } from '../guarded';
import type { Services } from '../services';
import { installUri } from './installPack';

type DropServices = Pick<Services, 'packs' | 'installer' | 'log'>;

/** Packs that are dropped onto the tree: from the Explorer, or from outside of the editor. */
export const packDrop = (services: DropServices): vscode.TreeDragAndDropController<TreeNode> => ({
  dragMimeTypes: [],
  dropMimeTypes: ['text/uri-list', 'files'],
  handleDrop: (_target, dropped) => guarded(services.log, () => installDropped(services, dropped))(),
});

/** Files from outside have their contents with them; what the Explorer hands over are addresses. */
async function installDropped(services: DropServices, dropped: vscode.DataTransfer): Promise<void> {
  const files = [...dropped]
    .flatMap(([, item]) => item.asFile() ?? [])
    .filter(({ name }) => isDrillpack(name));
  // Read before anything is asked: what was dropped may be gone by then.
  const contents = await Promise.all(files.map(async file => ({ file, bytes: await file.data() })));
  const places = files.length > 0 ? [] : await placesIn(dropped);
  if (contents.length + places.length === 0)
    throw new HumanError(
      'nothing-dropped',
      vscode.l10n.t('There is no pack in what was dropped. Drop a .drillpack file, or the folder of a pack.'),
    );
  for (const { file, bytes } of contents) await installFile(services, file, bytes);
  for (const place of places) await installPlace(services, place);
}

async function placesIn(dropped: vscode.DataTransfer): Promise<string[]> {
  const list = (await dropped.get('text/uri-list')?.asString()) ?? '';
  return list.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
}

async function installFile(
  { installer }: DropServices,
  { name, uri }: vscode.DataTransferFile,
  bytes: Uint8Array,
): Promise<void> {
  if (bytes.length > archiveLimits.archiveBytes)
    throw new HumanError(
      'archive-too-large',
      vscode.l10n.t(
        '{0} has {1} bytes; a pack has at most {2}.',
        name,
        bytes.length,
        archiveLimits.archiveBytes,
      ),
    );
  await (await installer.get()).fromBytes(bytes, uri?.scheme === 'file' ? uri.fsPath : name);
}

async function installPlace(services: DropServices, place: string): Promise<void> {
  if (/^https?:/i.test(place))
    await (
      await services.installer.get()
    ).fromSuggestedAddress(place, vscode.l10n.t('You have dropped this address.'));
  else await installUri(services, vscode.Uri.parse(place, true));
}
