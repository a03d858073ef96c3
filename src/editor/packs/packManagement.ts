import * as vscode from 'vscode';
import type { InstalledPack, KnownSigner } from '../../core/pack/installDecision';
import { packAddressOf } from '../../node/drillpack/packAddress';
import type { Services } from '../services';
import { signedBy } from './certificate';
import { confirmed } from './packInstaller';
import { dayOf, oneLine } from './packWords';

export type ManagementServices = Pick<Services, 'own' | 'packs' | 'installer' | 'log'>;

/** Removes a pack; what was written and learned with it stays. */
export async function uninstallPack(
  { own, packs, log }: ManagementServices,
  pack: InstalledPack,
): Promise<void> {
  await confirmed({
    question: vscode.l10n.t('Uninstall “{0}” {1}?', oneLine(pack.title), pack.version),
    detail: [
      vscode.l10n.t(
        'Your attempts, answers and progress are kept. Exercises of this pack can be neither read nor checked until it is installed again.',
      ),
      vscode.l10n.t('It came from {0}', oneLine(pack.origin, 300)),
    ].join('\n\n'),
    accept: vscode.l10n.t('Uninstall'),
    isWarning: true,
  });
  await own.library.remove(pack.id);
  log.info(`Pack "${pack.id}" ${pack.version} uninstalled`);
  await packs.refresh();
}

/** Removes an archive that nothing is known of. */
export async function removeStray({ own, packs }: ManagementServices, id: string): Promise<void> {
  await confirmed({
    question: vscode.l10n.t('Remove {0} from the installed packs?', id),
    detail: vscode.l10n.t('Nothing is known of where it came from. Attempts, answers and progress are kept.'),
    accept: vscode.l10n.t('Remove'),
    isWarning: true,
  });
  await own.library.remove(id);
  await packs.refresh();
}

/** The folder itself stays as it is. */
export async function removeFolder({ own, packs }: ManagementServices, folder: string): Promise<void> {
  await confirmed({
    question: vscode.l10n.t('Stop using the packs of this folder?'),
    detail: [folder, vscode.l10n.t('The folder itself, your attempts, answers and progress are kept.')].join(
      '\n\n',
    ),
    accept: vscode.l10n.t('Remove'),
    isWarning: true,
  });
  await own.folders.remove(folder);
  await packs.refresh();
}

/** Fetches the pack again from where it came, and shows what that would change. */
export async function updatePack({ installer }: ManagementServices, pack: InstalledPack): Promise<void> {
  const address = packAddressOf(pack.origin);
  if (address) await (await installer.get()).fromAddress(address.href);
  else
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '“{0}” came from {1}, not from an address. Install a newer file in the same way.',
        oneLine(pack.title),
        oneLine(pack.origin, 300),
      ),
    );
}

/** From now on the signer counts as one never seen. */
export async function forgetSigner(
  { own, packs, log }: ManagementServices,
  known: KnownSigner,
): Promise<void> {
  await confirmed({
    question: vscode.l10n.t('Forget “{0}”?', known.signer.name),
    detail: [
      vscode.l10n.t('Their packs stay installed: {0}.', titlesOf(known)),
      vscode.l10n.t(
        'The next copy of such a pack may be signed by anybody, or by nobody: you decide again, as at the first time. Do this if they have told you, on a way that you trust, that they have a new key.',
      ),
    ].join('\n\n'),
    accept: vscode.l10n.t('Forget Signer'),
    isWarning: true,
  });
  await own.library.forget(known.signer.publicKey);
  log.info(`Signer "${known.signer.name}" forgotten`);
  await packs.refresh();
}

/** Everything that is known of a pack, and what can be done with it. */
export async function showPack(services: ManagementServices, pack: InstalledPack): Promise<void> {
  const uninstall = vscode.l10n.t('Uninstall…');
  const update = vscode.l10n.t('Check for Update');
  const answer = await vscode.window.showInformationMessage(
    `${oneLine(pack.title)} ${pack.version}`,
    { modal: true, detail: detailsOf(pack) },
    ...(packAddressOf(pack.origin) ? [update] : []),
    uninstall,
  );
  if (answer === uninstall) await uninstallPack(services, pack);
  if (answer === update) await updatePack(services, pack);
}

export const detailsOf = (pack: InstalledPack): string =>
  [
    [
      vscode.l10n.t('Pack id {0}', pack.id),
      vscode.l10n.t('From {0}', oneLine(pack.origin, 300)),
      vscode.l10n.t('Installed on {0}', dayOf(pack.installedAt)),
    ].join('\n'),
    pack.signer
      ? [
          signedBy(pack.signer),
          pack.forgotten
            ? vscode.l10n.t('You have withdrawn your trust in this signer.')
            : vscode.l10n.t('Known since {0}', dayOf(pack.knownSince)),
        ].join('\n')
      : vscode.l10n.t('Not signed'),
  ].join('\n\n');

/** As `showPack`, of a signer. */
export async function showSigner(services: ManagementServices, known: KnownSigner): Promise<void> {
  const forget = vscode.l10n.t('Forget Signer…');
  const answer = await vscode.window.showInformationMessage(
    known.signer.name,
    {
      modal: true,
      detail: [
        signedBy(known.signer),
        vscode.l10n.t('Known since {0}', dayOf(known.since)),
        vscode.l10n.t('Signed by them: {0}', titlesOf(known)),
      ].join('\n'),
    },
    forget,
  );
  if (answer === forget) await forgetSigner(services, known);
}

const titlesOf = ({ packs }: KnownSigner): string => packs.map(({ title }) => oneLine(title, 60)).join(', ');
