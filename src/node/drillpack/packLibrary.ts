import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../core/errors';
import type { Pack } from '../../core/exercise';
import { decideInstall, type InstallDecision, type InstalledPack } from '../../core/pack/installDecision';
import { idPattern } from '../../core/pack/names';
import { describes } from '../../core/pack/packIndex';
import type { Problem } from '../../core/pack/problem';
import type { OpenedPack } from './drillpack';
import { formatRecord, parseRecord } from './libraryRecord';

/** A pack that could be installed, and what that would mean. */
export interface PackOffer {
  readonly opened: OpenedPack;
  readonly pack: Pack;
  /** Of exercises that are left out. */
  readonly problems: readonly Problem[];
  readonly decision: InstallDecision;
  readonly bytes: Uint8Array;
  readonly origin: string;
}

/**
 * The packs that a person has installed: one archive and one record for each. Everything is replaced by renaming, so
 * that a crash leaves the old or the new; records of several packs do not touch one another, so that two windows can
 * install at once.
 */
export class PackLibrary {
  constructor(
    /** Absolute; made when needed. */
    readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** Every pack that is or was installed, by id. A record that is damaged counts as none. */
  async remembered(): Promise<readonly InstalledPack[]> {
    const names = await readdir(this.folder).catch(() => []);
    const ids = names.filter(name => name.endsWith('.json')).map(name => name.slice(0, -'.json'.length));
    const records = await Promise.all(ids.sort().map(id => this.record(id)));
    return records.filter(record => record !== undefined);
  }

  /** Paths of the archives that are installed, sorted; other files that lie there are not looked at. */
  async archives(): Promise<readonly string[]> {
    return (await this.archiveIds()).map(id => this.archiveOf(id));
  }

  /** Ids of archives that no record is for, because somebody put them there or the record was damaged. */
  async strays(): Promise<readonly string[]> {
    const known = new Set((await this.remembered()).filter(({ present }) => present).map(({ id }) => id));
    return (await this.archiveIds()).filter(id => !known.has(id));
  }

  /**
   * Looks at an archive without changing anything.
   * @throws HumanError with the code of the refusal when it is damaged, hostile or not a pack.
   */
  async offer(bytes: Uint8Array, origin: string): Promise<PackOffer> {
    // Loaded when a pack comes: the editor starts without.
    const [{ openDrillpack }, { parsePack }] = await Promise.all([
      import('./drillpack'),
      import('../../core/pack/parsePack'),
    ]);
    const result = await openDrillpack(bytes, { label: origin });
    if (!result.ok)
      throw new HumanError(result.code, l10n.t('{0} is not installed. {1}', origin, result.message));
    const { opened } = result;
    const { pack, problems } = parsePack(opened.source);
    if (!pack || pack.exercises.length === 0)
      throw new HumanError(
        'bad-pack',
        l10n.t('{0} is not installed. No exercise in it can be read.', origin),
      );
    if (!isDescribed(opened, pack))
      throw new HumanError(
        'bad-manifest',
        l10n.t('{0} is not installed. Its manifest describes another pack.', origin),
      );
    const { id, version } = pack;
    const { hash } = opened.source;
    const decision = decideInstall({ id, version, hash, signer: opened.signer }, await this.remembered());
    return { opened, pack, problems, decision, bytes, origin };
  }

  /**
   * Installs what was offered, unless the decision is a refusal. Consent to a downgrade or a new signer is the caller's.
   * @throws HumanError `changed-signer` or `signature-missing`.
   */
  async install({ opened, pack, bytes, origin }: PackOffer): Promise<InstalledPack> {
    const { id, title, version } = pack;
    const { signer, source } = opened;
    const before = await this.record(id);
    // Another window may have installed it since it was offered.
    const decision = decideInstall({ id, version, hash: source.hash, signer }, before ? [before] : []);
    if (decision.kind === 'refused') throw refusal(title, decision);
    const goesOn = before && !before.forgotten && before.signer?.publicKey === signer?.publicKey;
    const installed: InstalledPack = {
      ...{ id, title, version, origin, signer },
      hash: source.hash,
      installedAt: this.now(),
      knownSince: goesOn ? before.knownSince : this.now(),
      forgotten: false,
      present: true,
    };
    await mkdir(this.folder, { recursive: true });
    await this.replace(`${id}${archiveEnding}`, bytes);
    await this.replace(`${id}.json`, formatRecord(installed));
    return installed;
  }

  /** Takes a pack away. What was learned and written with it stays. False if there was none. */
  async remove(id: string): Promise<boolean> {
    const record = await this.record(id);
    if (!record?.present && !(await this.archiveIds()).includes(id)) return false;
    if (record?.present) await this.replace(`${id}.json`, formatRecord({ ...record, present: false }));
    await rm(this.archiveOf(id), { force: true });
    return true;
  }

  /**
   * Withdraws trust from whoever holds this key. His packs stay, and may from now on be replaced by anybody's, as packs
   * of a signer whom nobody knows. False if he was not known.
   */
  async forget(publicKey: string): Promise<boolean> {
    const his = (await this.remembered()).filter(
      ({ signer, forgotten }) => !forgotten && signer?.publicKey === publicKey,
    );
    for (const record of his)
      await this.replace(`${record.id}.json`, formatRecord({ ...record, forgotten: true }));
    return his.length > 0;
  }

  private archiveOf(id: string): string {
    return path.join(this.folder, `${id}${archiveEnding}`);
  }

  private async archiveIds(): Promise<readonly string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .filter(name => name.endsWith(archiveEnding))
      .map(name => name.slice(0, -archiveEnding.length))
      .filter(id => idPattern.test(id))
      .sort();
  }

  private async record(id: string): Promise<InstalledPack | undefined> {
    if (!idPattern.test(id)) return undefined;
    const text = await readFile(path.join(this.folder, `${id}.json`), 'utf8').catch(() => undefined);
    const record = text === undefined ? undefined : parseRecord(text);
    return record?.id === id ? record : undefined;
  }

  private async replace(name: string, content: string | Uint8Array): Promise<void> {
    const written = path.join(this.folder, `.${name}.${randomBytes(6).toString('hex')}`);
    try {
      await writeFile(written, content, { flag: 'wx' });
      await rename(written, path.join(this.folder, name));
    } catch (error) {
      await rm(written, { force: true });
      throw error;
    }
  }
}

const archiveEnding = '.drillpack';

/** The tree shows what the manifest says, before anything is read: it must say what is there. */
function isDescribed({ manifest }: OpenedPack, pack: Pack): boolean {
  const { id, title, version } = manifest;
  if (id !== pack.id || title !== pack.title || version !== pack.version) return false;
  const cards = new Map(manifest.exercises.map(card => [card.id, card]));
  return pack.exercises.every(exercise => describes(cards.get(exercise.id), exercise));
}

/** Why a pack is not installed, and what to do. */
export function refusal(
  title: string,
  { why, before, now }: Extract<InstallDecision, { kind: 'refused' }>,
): HumanError {
  const name = `“${before.name}”`;
  const what =
    why === 'signature-missing'
      ? l10n.t('this copy is not signed')
      : now && now.name !== before.name
        ? l10n.t('this copy is signed with another key, by “{0}”', now.name)
        : l10n.t('this copy is signed with another key');
  const remedy =
    why === 'signature-missing'
      ? l10n.t('Ask them for a signed copy.')
      : l10n.t(
          'Ask them, on a way that you trust, whether they changed their key. If they did, forget the old signer and install it again.',
        );
  return new HumanError(
    why,
    l10n.t(
      '“{0}” is not installed. It was signed by {1} before, and {2}. It may not come from the same people. {3}',
      title,
      name,
      what,
      remedy,
    ),
  );
}
