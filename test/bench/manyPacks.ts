import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { difficulties, skills, type Exercise, type Pack } from '../../src/core/exercise';
import { buildPack } from '../../src/core/pack/buildPack';
import { defaultReveal } from '../../src/core/pack/readReveal';
import { defaultLimits } from '../../src/core/exercise';
import { packDrillpack } from '../../src/node/drillpack/drillpack';

const topics = ['limiter', 'breaker', 'cache', 'queue', 'lock', 'outbox', 'shard', 'index', 'stream', 'saga'];
const modulesOfPack = 5;

/** An exercise as large as a small one of ours, of which no two read alike. */
function exerciseOf(pack: string, number: number): Exercise {
  const topic = topics[number % topics.length]!;
  const id = `${topic}-${number}`;
  const text = `# ${topic} ${number}\n\n${`A paragraph about the ${topic} of service ${number}. `.repeat(40)}\n`;
  const code = `export class Service${number} {\n${'  // what it does\n'.repeat(40)}}\n`;
  return {
    ...{
      pack,
      id,
      language: 'en',
      title: `A ${topic} for service ${number}`,
      minutes: 20 + (number % 5) * 10,
    },
    summary: `Build the ${topic} that service ${number} of ${pack} needs when it is under load.`,
    difficulty: difficulties[number % difficulties.length]!,
    skills: [skills[number % skills.length]!, skills[(number + 3) % skills.length]!],
    ...{ prerequisites: [], statement: text, production: text, services: [], limits: defaultLimits },
    requirements: Array.from({ length: 8 }, (_, i) => ({
      id: `R${i + 1}`,
      text: `Sentence ${i + 1} of ${id}.`,
    })),
    files: [
      { path: 'types.ts', starter: code, solution: code, owner: 'exercise' },
      { path: `${topic}.ts`, starter: code, solution: code.repeat(3), owner: 'learner' },
    ],
    suites: [{ id: 'checks', title: `Checks of the ${topic}`, entry: 'tests/checks.test.ts' }],
    testModules: { 'tests/checks.test.ts': code.repeat(5) },
    hints: [{ title: 'Where to begin', text: 'At the beginning.' }],
    ...{
      wrong: [],
      pictures: {},
      figures: {},
      alternatives: [],
      playground: null,
      renamed: { discussions: {}, files: {} },
      reveal: defaultReveal,
    },
    discussions: [
      {
        ...{ id: 'trade-off', title: `What the ${topic} costs`, minutes: 10, prompt: text, model: text },
        rubric: [{ id: 'cost', text: 'Names a cost.', weight: 1, level: 'good' }],
        ...{ followUps: [], estimates: [], weakAnswers: [] },
      },
    ],
  };
}

/**
 * Writes built packs into a folder, for measuring and for trying out what a large catalogue is like.
 * @returns their paths
 */
export async function writeManyPacks(folder: string, packs: number, exercises: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const places = [];
  for (let n = 0; n < packs; n++) {
    const id = `pack-${n}`;
    const all = Array.from({ length: exercises }, (_, i) => exerciseOf(id, n * exercises + i));
    const perModule = Math.ceil(exercises / modulesOfPack);
    const pack: Pack = {
      ...{ id, title: `Pack ${n}`, description: 'Generated.', version: '1.0.0', authors: ['A generator'] },
      ...{
        license: 'MIT',
        language: 'en',
        mutationScore: 85,
        renamed: {},
        exercises: all,
        label: id,
        hash: '',
      },
      modules: Array.from({ length: Math.ceil(exercises / perModule) }, (_, m) => ({
        title: `Module ${m + 1}`,
        exercises: all.slice(m * perModule, (m + 1) * perModule).map(exercise => exercise.id),
      })),
    };
    const place = path.join(folder, `${id}.drillpack`);
    await writeFile(
      place,
      packDrillpack(
        pack,
        buildPack(pack, (_, code) => code),
      ),
    );
    places.push(place);
  }
  return places;
}
