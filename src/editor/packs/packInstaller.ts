import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { InstalledPack } from '../../core/pack/installDecision';
import { parsePack } from '../../core/pack/parsePack';
import { archiveLimits } from '../../node/drillpack/archiveLimits';
import { refusal, type PackOffer } from '../../node/drillpack/packLibrary';
import { parsePackAddress } from '../../node/drillpack/packAddress';
import { fingerprint } from '../../node/drillpack/signing';
import { packsBelow } from '../../node/installation';
import { readPack } from '../../node/packFiles';
import type { UserLibrary } from '../../node/userLibrary';
import { isIn } from '../deletions';
import { isOnDisk } from '../gate';
import { asCommand, viewIds } from '../ids';
import type { PackStore } from '../packStore';
import { certificateOf } from './certificate';
import { fetchPack } from './fetchPack';
import { exerciseCount, oneLine } from './packWords';

interface InstallerParts {
  readonly own: UserLibrary;
  readonly packs: PackStore;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Every way in which a pack comes onto a person's machine ends here: they see what it is and who signed it, and nothing
 * is kept before they have agreed. A person who declines ends it with a CancellationError.
 */
export class PackInstaller {
  constructor(private readonly parts: InstallerParts) {}

  /** @throws HumanError when it is no pack, or one that is refused. */
  async fromFile(uri: vscode.Uri): Promise<void> {
    const name = isOnDisk(uri) ? uri.fsPath : uri.toString();
    const { size } = await vscode.workspace.fs.stat(uri).then(
      stat => stat,
      () => Promise.reject(new HumanError('no-pack', vscode.l10n.t('There is no file {0}.', name))),
    );
    if (size > archiveLimits.archiveBytes)
      throw new HumanError(
        'archive-too-large',
        vscode.l10n.t('{0} has {1} bytes; a pack has at most {2}.', name, size, archiveLimits.archiveBytes),
      );
    await this.fromBytes(await vscode.workspace.fs.readFile(uri), name);
  }

  /** @throws HumanError when it is no pack, or one that is refused. */
  async fromBytes(bytes: Uint8Array, origin: string): Promise<void> {
    const offer = await this.parts.own.library.offer(bytes, origin);
    const { decision, pack } = offer;
    if (decision.kind === 'refused') return this.explainRefusal(offer, decision);
    if (decision.kind === 'same') {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          '“{0}” {1} is installed already. Nothing has changed.',
          oneLine(pack.title),
          pack.version,
        ),
      );
      return;
    }
    const { question, detail, accept, isWarning } = certificateOf(offer, decision);
    await confirmed({ question, detail, accept, isWarning });
    const installed = await this.parts.own.library.install(offer);
    this.parts.log.info(
      `Pack "${installed.id}" ${installed.version} from ${origin} installed (${decision.kind}), ${installed.signer ? `signed by ${fingerprint(installed.signer)}` : 'not signed'}`,
    );
    await this.parts.packs.refresh();
    await this.show(installed);
  }

  /**
   * Fetches a pack that the person has asked for by its address.
   * @throws HumanError when it cannot be fetched, is no pack, or one that is refused.
   */
  async fromAddress(text: string): Promise<void> {
    const address = parsePackAddress(text);
    await this.fromBytes(await fetchPack(address), address.href);
  }

  /** As `fromAddress`, of an address that something else has suggested: nothing is fetched before the person agrees. */
  async fromSuggestedAddress(text: string, why: string): Promise<void> {
    const address = parsePackAddress(text);
    await confirmed({
      question: vscode.l10n.t('Fetch a pack from {0}?', address.host),
      detail: [
        why,
        address.href,
        vscode.l10n.t(
          'Nothing has been fetched yet. What it is, how large, and who signed it is shown before anything is installed.',
        ),
      ].join('\n\n'),
      accept: vscode.l10n.t('Fetch'),
      isWarning: false,
    });
    await this.fromAddress(address.href);
  }

  /**
   * Uses the packs of a folder where it lies: nothing is copied, so that edits to it show.
   * @throws HumanError when there is no pack in it, or nothing that can be read.
   */
  async fromFolder(uri: vscode.Uri): Promise<void> {
    if (!isOnDisk(uri))
      throw new HumanError(
        'not-on-disk',
        vscode.l10n.t('{0} is not on this disk. Packs are used from folders on disk.', uri.toString()),
      );
    const folder = uri.fsPath;
    if (vscode.workspace.workspaceFolders?.some(open => isIn(open.uri, uri))) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Packs that lie in the workspace are used already: {0} need not be added.', folder),
      );
      return;
    }
    const found = existsSync(path.join(folder, 'pack.yaml')) ? [folder] : await packsBelow(folder);
    const packs = (await Promise.all(found.map(async at => parsePack(await readPack(at)).pack))).filter(
      pack => pack !== undefined,
    );
    if (packs.length === 0)
      throw new HumanError(
        'no-pack',
        vscode.l10n.t(
          'There is no pack in {0} that can be read: a pack is a folder with a pack.yaml and exercises.',
          folder,
        ),
      );
    await confirmed({
      question: vscode.l10n.t('Use the packs of this folder?'),
      detail: [
        folder,
        packs
          .map(pack => `${oneLine(pack.title)} ${pack.version}: ${exerciseCount(pack.exercises.length)}`)
          .join('\n'),
        vscode.l10n.t(
          'The folder is used where it lies: nothing is copied, and every edit shows. Folders are not signed; use one only if you trust whoever writes into it.',
        ),
      ].join('\n\n'),
      accept: vscode.l10n.t('Use Folder'),
      isWarning: false,
    });
    await this.parts.own.folders.add(folder);
    await this.parts.packs.refresh();
    await vscode.commands.executeCommand(`${viewIds.exercises}.focus`);
  }

  private async explainRefusal(
    { pack }: PackOffer,
    decision: Extract<PackOffer['decision'], { kind: 'refused' }>,
  ): Promise<void> {
    const error = refusal(oneLine(pack.title), decision);
    const { before, now } = decision;
    this.parts.log.warn(`${error.code}: ${pack.id} by ${now ? fingerprint(now) : 'nobody'}`);
    const manage = asCommand('designDrills.managePacks', vscode.l10n.t('Manage Packs…'));
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('“{0}” is not installed: it is not signed by the same people.', oneLine(pack.title)),
      {
        modal: true,
        detail: [
          error.message,
          vscode.l10n.t('Before: “{0}”, {1}', before.name, fingerprint(before)),
          now
            ? vscode.l10n.t('Now: “{0}”, {1}', now.name, fingerprint(now))
            : vscode.l10n.t('Now: not signed'),
        ].join('\n\n'),
      },
      manage.title,
    );
    if (answer === manage.title) await vscode.commands.executeCommand(manage.command);
  }

  /** The tree, where it is now; and why it is not, where another pack of its id comes first. */
  private async show({ id, title }: InstalledPack): Promise<void> {
    const { catalog } = this.parts.packs;
    const used = catalog.packs.find(pack => pack.id === id);
    const ours = path.join(this.parts.own.library.folder, `${id}.drillpack`);
    if (used && used.label !== ours)
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          '“{0}” is installed, but {1} holds a pack with the same id, which comes first.',
          oneLine(title),
          used.label,
        ),
      );
    await vscode.commands.executeCommand(`${viewIds.exercises}.focus`);
  }
}

export interface Confirmation {
  readonly question: string;
  readonly detail: string;
  readonly accept: string;
  readonly isWarning: boolean;
}

/** @throws vscode.CancellationError unless the person agrees. */
export async function confirmed({ question, detail, accept, isWarning }: Confirmation): Promise<void> {
  const options = { modal: true, detail };
  const answer = isWarning
    ? await vscode.window.showWarningMessage(question, options, accept)
    : await vscode.window.showInformationMessage(question, options, accept);
  if (answer !== accept) throw new vscode.CancellationError();
}
