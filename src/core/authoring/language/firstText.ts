import type { PackSource } from '../../pack/source';
import { statedIn } from './facts';
import { placesIn } from './places';
import type { Path } from './schema';

/**
 * What a file of an exercise begins with that somebody creates because exercise.yaml names it: as much as can be taken
 * from what there is.
 *
 * @param path in the exercise
 * @param at the place in exercise.yaml that names it
 */
export function firstTextOf(
  path: string,
  at: Path | undefined,
  source: PackSource,
  exercise: string,
): string {
  const read = (name: string): string | undefined => source.read(`${exercise}/${name}`);
  const yaml = read('exercise.yaml') ?? '';
  const beside = (key: string): string | undefined => {
    const wanted = JSON.stringify([...(at ?? []).slice(0, -1), key]);
    return placesIn(yaml).find(place => place.role === 'value' && JSON.stringify(place.path) === wanted)
      ?.word;
  };
  const [folder = '', ...rest] = path.split('/');
  const name = rest.join('/');
  if (folder === 'starter') return read(`solution/${name}`) ?? emptyModule;
  if (folder === 'solution') return read(`starter/${name}`) ?? emptyModule;
  if (folder === 'tests' && at?.[0] === 'playground') return playground(yaml);
  if (folder === 'tests') return suite(beside('title'), statedIn(yaml));
  if (path.endsWith('.md'))
    return path === 'question.md' ? statement(yaml) : `${beside('title') ?? 'Write it here.'}\n`;
  const replaced = beside('replaces') ?? statedIn(yaml).learnerFiles.find(file => path.endsWith(`/${file}`));
  // A design differs from the solution in a few lines.
  return (replaced === undefined ? undefined : read(`solution/${replaced}`)) ?? emptyModule;
}

const emptyModule = 'export {};\n';

function statement(yaml: string): string {
  const title = placesIn(yaml).find(({ path, role }) => role === 'value' && path[0] === 'title')?.word;
  return `# ${title ?? 'The question'}\n\nWhat happened, what is asked for, and an example.\n`;
}

function playground(yaml: string): string {
  const places = placesIn(yaml).filter(({ path }) => path[0] === 'playground' && path[1] === 'parameters');
  const lines = places
    .filter(({ path, role }) => role === 'value' && path.length === 4 && path[3] === 'id')
    .map(({ path, word }) => {
      const isChoice = places.some(place => place.path[2] === path[2] && place.path[3] === 'choices');
      return `  readonly ${word}: ${isChoice ? 'string' : 'number'};\n`;
    });
  const [module = 'module.ts'] = statedIn(yaml).learnerFiles;
  return `import * as attempt from '#attempt/${module}';
import { play, trace, traffic } from '#testkit';

interface Settings {
${lines.join('')}}

export async function playground(settings: Settings): Promise<void> {
  const played = await play(traffic.poisson({ perSecond: 10, forMs: 10_000 }), () => [attempt, settings]);
  trace.reading('requests', played.count());
}
`;
}

function suite(
  title: string | undefined,
  { requirements, learnerFiles }: ReturnType<typeof statedIn>,
): string {
  const [module = 'module.ts'] = learnerFiles;
  const [first] = requirements;
  return `import assert from 'node:assert/strict';
import * as attempt from '#attempt/${module}';

describe(${JSON.stringify(title ?? 'The suite').replace(/^"(.*)"$/, "'$1'")}, () => {
  it('${first?.id ?? 'R1'} …', () => {
    assert.ok(attempt);
  });
});
`;
}
