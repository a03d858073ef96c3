import * as vscode from 'vscode';
import { assertNever, toError } from '../../core/errors';
import { packAddressOf, parsePackAddress } from '../../node/drillpack/packAddress';
import type { Services } from '../services';

/** What a menu hands over: a file or folder, or the row of a pack that is missing. */
export type InstallTarget = vscode.Uri | { readonly kind: 'missing'; readonly id: string };

type InstallServices = Pick<Services, 'packs' | 'installer'>;

type Way = 'file' | 'folder' | 'address';

/** *Install Pack…*: takes what was pointed at, or asks where from. */
export async function installPack(
  services: InstallServices,
  target: InstallTarget | undefined,
): Promise<void> {
  if (target instanceof vscode.Uri) return installUri(services, target);
  if (target && (await installAgain(services, target.id))) return;
  const way = await askWay();
  switch (way) {
    case undefined:
      return;
    case 'file':
      return askFile(services);
    case 'folder':
      return askFolder(services);
    case 'address':
      return askAddress(services);
    default:
      assertNever(way);
  }
}

/** A folder is used in place, anything else is taken for a built pack. */
export async function installUri({ installer }: InstallServices, uri: vscode.Uri): Promise<void> {
  const stat = await vscode.workspace.fs.stat(uri).then(
    found => found,
    () => undefined, // the installer says that there is none
  );
  if (stat && (stat.type & vscode.FileType.Directory) !== 0) await (await installer.get()).fromFolder(uri);
  else await (await installer.get()).fromFile(uri);
}

/** From where it came, if that is an address; false if nobody knows one. */
async function installAgain({ packs, installer }: InstallServices, id: string): Promise<boolean> {
  const before = packs.remembered.find(pack => pack.id === id);
  const address = before && packAddressOf(before.origin);
  if (!address) return false;
  await (
    await installer.get()
  ).fromSuggestedAddress(
    address.href,
    vscode.l10n.t('This is where “{0}” was installed from before.', before.title),
  );
  return true;
}

async function askWay(): Promise<Way | undefined> {
  const ways: (vscode.QuickPickItem & { way: Way })[] = [
    {
      way: 'file',
      label: vscode.l10n.t('File…'),
      iconPath: new vscode.ThemeIcon('file-zip'),
      detail: vscode.l10n.t('A .drillpack. It is copied; the file may go.'),
    },
    {
      way: 'folder',
      label: vscode.l10n.t('Folder…'),
      iconPath: new vscode.ThemeIcon('folder'),
      detail: vscode.l10n.t(
        'A pack as its author writes it. It is used where it lies, and every edit shows.',
      ),
    },
    {
      way: 'address',
      label: vscode.l10n.t('Address…'),
      iconPath: new vscode.ThemeIcon('cloud-download'),
      detail: vscode.l10n.t('A .drillpack on the web, from where updates can be fetched as well.'),
    },
  ];
  const picked = await vscode.window.showQuickPick(ways, {
    title: vscode.l10n.t('Install Pack'),
    placeHolder: vscode.l10n.t('Where does the pack come from?'),
  });
  return picked?.way;
}

async function askFile({ installer }: InstallServices): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Install Pack'),
      openLabel: vscode.l10n.t('Install'),
      filters: { [vscode.l10n.t('Design Drills pack')]: ['drillpack'] },
    })) ?? [];
  if (file) await (await installer.get()).fromFile(file);
}

async function askFolder({ installer }: InstallServices): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Use the Packs of a Folder'),
      openLabel: vscode.l10n.t('Use Folder'),
      ...{ canSelectFiles: false, canSelectFolders: true },
    })) ?? [];
  if (folder) await (await installer.get()).fromFolder(folder);
}

async function askAddress({ installer }: InstallServices): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Install Pack'),
    prompt: vscode.l10n.t('The address of a .drillpack'),
    placeHolder: 'https://…/my-pack-1.0.0.drillpack',
    ignoreFocusOut: true,
    validateInput: value => (value === '' ? undefined : mistakeIn(value)),
  });
  if (text) await (await installer.get()).fromAddress(text);
}

function mistakeIn(text: string): string | undefined {
  try {
    parsePackAddress(text);
    return undefined;
  } catch (thrown) {
    return toError(thrown).message;
  }
}
