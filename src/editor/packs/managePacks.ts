import path from 'node:path';
import * as vscode from 'vscode';
import { knownSigners, type InstalledPack } from '../../core/pack/installDecision';
import { packAddressOf } from '../../node/drillpack/packAddress';
import { readableFingerprint } from '../../node/drillpack/signing';
import { asCommand } from '../ids';
import { DisposableStore } from '../lifecycle';
import { contributions } from './contributions';
import {
  forgetSigner,
  removeFolder,
  removeStray,
  showPack,
  showSigner,
  uninstallPack,
  updatePack,
  type ManagementServices,
} from './packManagement';
import { dayOf, oneLine } from './packWords';

type Act = () => Promise<unknown>;

/** One row of the list; what its buttons do, in their order. */
export interface ManagedRow extends vscode.QuickPickItem {
  /** When the row itself is chosen. */
  readonly open?: Act;
  readonly buttons?: readonly (vscode.QuickInputButton & { readonly act: Act })[];
}

/** *Manage Packs…*: what is installed, by whom it is signed, and what can be done about it. */
export async function managePacks(services: ManagementServices, id?: string): Promise<void> {
  const pack =
    id === undefined ? undefined : services.packs.remembered.find(one => one.id === id && one.present);
  if (pack) return showPack(services, pack);
  const rows = await managedRows(services);
  const act = await chosen(rows);
  await act?.();
}

/** Rows of all that a person has installed or trusted, below headings. */
export async function managedRows(services: ManagementServices): Promise<readonly ManagedRow[]> {
  const remembered = await services.own.library.remembered();
  const folders = await services.own.folders.all();
  const install = asCommand('designDrills.installPack', vscode.l10n.t('Install Pack…'));
  return [
    ...section(vscode.l10n.t('Installed'), [
      ...installedRows(services, remembered),
      ...strayRows(services, await services.own.library.strays()),
    ]),
    ...section(vscode.l10n.t('Folders used in place'), folderRows(services, folders)),
    ...section(vscode.l10n.t('Brought along by extensions'), extensionRows()),
    ...section(vscode.l10n.t('Signers you trust'), signerRows(services, remembered)),
    ...section(' ', [
      {
        label: install.title,
        iconPath: new vscode.ThemeIcon('add'),
        open: async () => vscode.commands.executeCommand(install.command),
      },
    ]),
  ];
}

const section = (label: string, rows: readonly ManagedRow[]): readonly ManagedRow[] =>
  rows.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];

function installedRows(services: ManagementServices, remembered: readonly InstalledPack[]): ManagedRow[] {
  return remembered
    .filter(({ present }) => present)
    .map(pack => ({
      label: oneLine(pack.title),
      description: pack.version,
      detail: vscode.l10n.t('{0}; from {1}', signatureOf(pack), oneLine(pack.origin, 200)),
      iconPath: new vscode.ThemeIcon('package'),
      open: () => showPack(services, pack),
      buttons: [
        button('info', vscode.l10n.t('Details'), () => showPack(services, pack)),
        ...(packAddressOf(pack.origin)
          ? [button('sync', vscode.l10n.t('Check for Update'), () => updatePack(services, pack))]
          : []),
        button('trash', vscode.l10n.t('Uninstall…'), () => uninstallPack(services, pack)),
      ],
    }));
}

const strayRows = (services: ManagementServices, ids: readonly string[]): ManagedRow[] =>
  ids.map(id => ({
    label: id,
    detail: vscode.l10n.t('Nothing is known of where it came from'),
    iconPath: new vscode.ThemeIcon('question'),
    open: () => removeStray(services, id),
    buttons: [button('trash', vscode.l10n.t('Remove…'), () => removeStray(services, id))],
  }));

const signatureOf = ({ signer, forgotten }: InstalledPack): string => {
  if (!signer) return vscode.l10n.t('Not signed');
  return forgotten
    ? vscode.l10n.t('Signed by “{0}”, whom you have forgotten', signer.name)
    : vscode.l10n.t('Signed by “{0}”', signer.name);
};

const folderRows = (services: ManagementServices, folders: readonly string[]): ManagedRow[] =>
  folders.map(folder => ({
    label: path.basename(folder),
    detail: folder,
    iconPath: new vscode.ThemeIcon('folder'),
    open: () => removeFolder(services, folder),
    buttons: [button('trash', vscode.l10n.t('Stop Using…'), () => removeFolder(services, folder))],
  }));

const extensionRows = (): ManagedRow[] =>
  contributions().map(({ extension, packs }) => {
    const show = async () => vscode.commands.executeCommand('extension.open', extension);
    return {
      label: extension,
      detail: packs.map(pack => path.basename(pack)).join(', '),
      iconPath: new vscode.ThemeIcon('extensions'),
      open: show,
      buttons: [button('link-external', vscode.l10n.t('Show Extension'), show)],
    };
  });

const signerRows = (services: ManagementServices, remembered: readonly InstalledPack[]): ManagedRow[] =>
  knownSigners(remembered).map(known => ({
    label: known.signer.name,
    description: vscode.l10n.t('known since {0}', dayOf(known.since)),
    detail: readableFingerprint(known.signer),
    iconPath: new vscode.ThemeIcon('verified'),
    open: () => showSigner(services, known),
    buttons: [button('trash', vscode.l10n.t('Forget Signer…'), () => forgetSigner(services, known))],
  }));

const button = (icon: string, tooltip: string, act: Act) => ({
  iconPath: new vscode.ThemeIcon(icon),
  tooltip,
  act,
});

/** What the person has chosen to do; the list is closed by then. */
function chosen(rows: readonly ManagedRow[]): Promise<Act | undefined> {
  const pick = vscode.window.createQuickPick<ManagedRow>();
  pick.title = vscode.l10n.t('Manage Packs');
  pick.placeholder = vscode.l10n.t('Choose a pack or a signer');
  pick.matchOnDetail = true;
  pick.items = rows;
  return new Promise(resolve => {
    const store = new DisposableStore();
    store.add(pick);
    const end = (act: Act | undefined): void => {
      resolve(act);
      pick.hide();
    };
    store.add(pick.onDidAccept(() => end(pick.selectedItems[0]?.open)));
    store.add(
      pick.onDidTriggerItemButton(({ item, button: pressed }) =>
        end(item.buttons?.find(one => one === pressed)?.act),
      ),
    );
    store.add(
      pick.onDidHide(() => {
        resolve(undefined);
        store.dispose();
      }),
    );
    pick.show();
  });
}
