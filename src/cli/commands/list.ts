import { isChecked } from '../../core/exercise';
import type { ExerciseCard } from '../../core/pack/packIndex';
import type { Installation } from '../../node/installation';
import { loadCatalog, located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { styleFor } from '../style';

export interface ListOptions {
  readonly packs: readonly string[];
  readonly json: boolean;
}

export async function listExercises(
  options: ListOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const loaded = await loadCatalog(options.packs, installation);
  const { catalog, problems, places } = loaded;
  const originOf = (label: string) => places.find(({ path }) => path === label)?.origin;
  for (const problem of problems) io.err(located(problem));
  if (options.json) {
    const exercises = catalog.entries.map(({ ref, card, module }) => ({
      ref,
      title: card.title,
      summary: card.summary,
      module,
      difficulty: card.difficulty,
      minutes: card.minutes,
      skills: card.skills,
      discussions: card.discussions,
      suites: card.suites,
    }));
    const packs = catalog.packs.map(({ id, title, version, hash, label }) => ({
      ...{ id, title, version, hash },
      origin: originOf(label),
    }));
    io.out(JSON.stringify({ version: 1, packs, exercises }, null, 2));
    return exitCodes.ok;
  }
  const { bold, dim } = styleFor(io.color);
  const width = Math.max(0, ...catalog.entries.map(entry => entry.ref.length));
  for (const pack of catalog.packs) {
    io.out(
      `${bold(pack.title)} ${dim([pack.id, pack.version, ...(originOf(pack.label) === 'installed' ? ['installed'] : [])].join(' '))}`,
    );
    for (const module of pack.modules) {
      io.out(`  ${module.title}`);
      for (const { ref, card } of catalog.entries.filter(e => e.pack === pack && e.module === module.title)) {
        io.out(`    ${ref.padEnd(width)}  ${card.title} ${dim(`(${factsOf(card)})`)}`);
      }
    }
  }
  if (catalog.packs.length === 0) io.out('There are no packs. Name a folder with --packs, or install one.');
  return exitCodes.ok;
}

const factsOf = (card: ExerciseCard): string =>
  [card.difficulty, `${card.minutes} min`, ...(isChecked(card) ? [] : ['discussed only'])].join(', ');
