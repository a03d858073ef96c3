import * as vscode from 'vscode';
import type { Exercise } from '../../core/exercise';
import type { CatalogEntry } from '../../core/pack/catalog';
import type { Services } from '../services';
import type { AuthoredExercise, AuthoredPack, AuthoredPacks } from './authoredPacks';
import { uriOf } from './verifyDiagnostics';
import type { Part } from './verifier';

/** What a row of the Test Explorer stands for. */
export type Row =
  | { readonly kind: 'pack'; readonly pack: AuthoredPack }
  | { readonly kind: 'exercise'; readonly place: AuthoredExercise }
  | { readonly kind: 'part'; readonly place: AuthoredExercise; readonly part: Part | 'mutants' };

/** Rows of a pack with more exercises are made when somebody looks. */
const mostShown = 200;

/** The rows: pack, exercise, and what of it is proven. */
export class VerifyTree {
  private readonly rows = new WeakMap<vscode.TestItem, Row>();

  constructor(
    private readonly controller: vscode.TestController,
    private readonly authored: AuthoredPacks,
    private readonly packs: Services['packs'],
  ) {}

  rowOf(item: vscode.TestItem): Row | undefined {
    return this.rows.get(item);
  }

  itemOf({ pack, exercise }: AuthoredExercise): vscode.TestItem | undefined {
    return this.controller.items.get(pack.folder)?.children.get(exercise);
  }

  /** As `itemOf`, of rows that nobody has looked at too. */
  makeItemOf(place: AuthoredExercise): vscode.TestItem | undefined {
    this.show();
    const item = this.controller.items.get(place.pack.folder);
    const row = item && this.rows.get(item);
    if (item && row?.kind === 'pack') this.fill(item, row.pack);
    return this.itemOf(place);
  }

  /** Rows as the packs are now; those that stay keep their results. */
  show(): void {
    const { authored, packs } = this;
    replace(
      this.controller.items,
      authored.all
        .filter(({ exercises }) => exercises.length > 0)
        .map(pack => {
          const label =
            packs.catalog.packs.find(({ label: folder }) => folder === pack.folder)?.title ?? pack.id;
          const item = this.make(this.controller.items, pack.folder, label, vscode.Uri.file(pack.folder), {
            kind: 'pack',
            pack,
          });
          item.canResolveChildren = true;
          if (pack.exercises.length <= mostShown || item.children.size > 0) this.fill(item, pack);
          return item;
        }),
    );
  }

  private fill(item: vscode.TestItem, pack: AuthoredPack): void {
    replace(
      item.children,
      pack.exercises.map(exercise => this.exerciseItem(item, { pack, exercise })),
    );
  }

  private exerciseItem(parent: vscode.TestItem, place: AuthoredExercise): vscode.TestItem {
    const { pack, exercise: id } = place;
    const title = this.entryOf(place)?.card.title ?? id;
    const uri = uriOf(pack.folder, { file: `${id}/exercise.yaml` });
    const item = this.make(parent.children, id, title, uri, { kind: 'exercise', place });
    item.canResolveChildren = true;
    if (item.children.size > 0) void this.resolve(item); // it has been looked at, and may have changed
    return item;
  }

  /** Makes the rows below one. An exercise is read for that; one that cannot be read has none. */
  async resolve(item: vscode.TestItem): Promise<void> {
    const row = this.rows.get(item);
    if (row?.kind === 'pack') this.fill(item, row.pack);
    if (row?.kind !== 'exercise') return;
    const { place } = row;
    const ref = this.entryOf(place)?.ref;
    const loaded = ref && (await this.packs.load(ref).catch(() => undefined));
    const rows = loaded ? partsOf(loaded.exercise) : [];
    replace(
      item.children,
      rows.map(([key, label, file, part], i) => {
        const uri = uriOf(place.pack.folder, { file: `${place.exercise}/${file}` });
        const child = this.make(item.children, key, label, uri, { kind: 'part', place, part });
        child.sortText = String(i).padStart(4, '0');
        return child;
      }),
    );
  }

  private entryOf({ pack, exercise }: AuthoredExercise): CatalogEntry | undefined {
    const entry = this.packs.find(`${pack.id}/${exercise}`);
    return entry?.pack.label === pack.folder ? entry : undefined;
  }

  private make(
    among: vscode.TestItemCollection,
    id: string,
    label: string,
    uri: vscode.Uri,
    row: Row,
  ): vscode.TestItem {
    const item = among.get(id) ?? this.controller.createTestItem(id, label, uri);
    item.label = label;
    this.rows.set(item, row);
    return item;
  }
}

type PartRow = [key: string, label: string, file: string, part: Part | 'mutants'];

function partsOf({ files, alternatives, wrong, suites }: Exercise): PartRow[] {
  const first = files.find(({ owner }) => owner === 'learner')?.path ?? files[0]?.path;
  if (first === undefined || suites.length === 0) return []; // there is nothing to run
  return [
    ['starter', vscode.l10n.t('Starter fails'), `starter/${first}`, 'starter'],
    ['solution', vscode.l10n.t('Solution passes'), `solution/${first}`, 'solution'],
    ...alternatives.map(({ id, title }): PartRow => [
      `alternative ${id}`,
      vscode.l10n.t('Alternative passes: {0}', title),
      'exercise.yaml',
      { alternative: id },
    ]),
    ...wrong.map(({ id, title, caughtBy }): PartRow => [
      `wrong ${id}`,
      vscode.l10n.t('Wrong: {0}, caught by {1}', title, caughtBy.join(', ')),
      'exercise.yaml',
      { wrong: id },
    ]),
    ['mutants', vscode.l10n.t('Changes of the solution are noticed'), `solution/${first}`, 'mutants'],
  ];
}

/** Keeps what is there: to replace a row is to lose its results. */
function replace(collection: vscode.TestItemCollection, items: readonly vscode.TestItem[]): void {
  const present = [...collection].map(([, item]) => item);
  if (present.length === items.length && present.every(item => items.includes(item))) return;
  collection.replace(items);
}
