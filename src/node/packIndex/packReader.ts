import * as l10n from '@vscode/l10n';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HumanError } from '../../core/errors';
import type { Exercise } from '../../core/exercise';
import { indexOf, type PackIndex } from '../../core/pack/packIndex';
import { formatProblem, type Problem } from '../../core/pack/problem';
import { isDrillpack } from '../drillpackName';
import { readPack } from '../packFiles';
import { loadBuiltExercise, readBuiltIndex, stampOf } from './builtPack';
import type { IndexCache } from './indexCache';

/** What is known of a place without having read the exercises. */
export interface IndexedPack {
  /** A folder or a `.drillpack`. */
  readonly place: string;
  /** Missing when the pack cannot be understood. */
  readonly index?: PackIndex;
  readonly problems: readonly Problem[];
}

/** Loaded when something has to be parsed: built packs are listed without. */
const parser = () => import('../../core/pack/parsePack');

/** Lists packs and loads their exercises one by one, wherever the packs lie. */
export class PackReader {
  private readonly built = new WeakSet<PackIndex>();

  constructor(private readonly cache?: IndexCache) {}

  /**
   * By one small read, or by none; undefined for a folder of an author, which has to be parsed.
   * @throws HumanError when there is nothing at the place, or a `.drillpack` that cannot be used.
   */
  async quickIndex(place: string): Promise<IndexedPack | undefined> {
    const stamp = await stampOf(place);
    if (!stamp && !isDrillpack(place)) return undefined;
    if (!stamp) throw new HumanError('no-pack', l10n.t('{0} cannot be read: there is no such file.', place));
    const known = this.cache?.get(place, stamp);
    const index = known ?? (await readBuiltIndex(place, stamp));
    if (!index) return undefined;
    if (!known) this.cache?.set(place, stamp, index);
    this.built.add(index);
    return { place, index, problems: [] };
  }

  /**
   * Parses the pack in a folder, an exercise at a time, so that others are not kept waiting.
   * @throws HumanError as `readPack`.
   */
  async parsedIndex(place: string): Promise<IndexedPack> {
    const { parsePackInSteps } = await parser();
    const steps = parsePackInSteps(await readPack(place));
    for (;;) {
      const step = steps.next();
      if (step.done) {
        const { pack, problems } = step.value;
        return { place, problems, ...(pack && { index: indexOf(pack) }) };
      }
      await nextTurn();
    }
  }

  /** @throws HumanError as the two above. */
  async index(place: string): Promise<IndexedPack> {
    return (await this.quickIndex(place)) ?? this.parsedIndex(place);
  }

  /**
   * One exercise, as it lies there now.
   * @param index as this reader gave it
   * @throws HumanError saying what is wrong with it.
   */
  async exercise(index: PackIndex, id: string): Promise<Exercise> {
    const place = index.label;
    if (this.built.has(index)) return loadBuiltExercise(index, id);
    const { parsePack } = await parser();
    const { pack, problems } = parsePack(await readPack(place, { exercise: id }), { exercise: id });
    const exercise = pack?.exercises.find(found => found.id === id);
    if (exercise) return exercise;
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    throw new HumanError(
      'bad-pack',
      l10n.t(
        '{0} cannot be used: {1}',
        place,
        problem ? formatProblem(problem) : l10n.t('there is no exercise {0} in it.', id),
      ),
    );
  }
}
