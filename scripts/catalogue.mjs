import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './processes.mjs';

const packs = 100;
const exercisesOfPack = 100;

/**
 * @typedef {object} Measured
 * @property {number} exercises
 * @property {number} listMs
 * @property {number} filterMs
 * @property {number} openMs
 * @property {number} heapBytes
 */

/**
 * How long a catalogue of 10,000 exercises in 100 built packs takes to be there: `cold` from the packs, `cached` from the
 * index of another start. Each sample is a process of its own.
 *
 * @param {object} options
 * @param {string} options.node
 * @param {string} options.dist
 * @param {string} options.scratch
 * @param {number} options.rounds
 */
export async function timeCatalogue({ node, dist, scratch, rounds }) {
  const entry = path.join(dist, 'test', 'bench', 'catalogue.entry.js');
  const own = await mkdtemp(path.join(scratch, 'catalogue-'));
  try {
    const folder = path.join(own, 'packs');
    const cache = path.join(own, 'packs.index');
    await mustRun(node, [entry, 'write', folder, String(packs), String(exercisesOfPack)]);
    const list = async () =>
      /** @type {Measured} */ (
        JSON.parse(await mustRun(node, ['--expose-gc', entry, 'list', folder, cache]))
      );
    const cold = /** @type {Measured[]} */ ([]);
    const cached = /** @type {Measured[]} */ ([]);
    for (let round = 0; round < rounds; round++) {
      await rm(cache, { force: true });
      cold.push(await list());
      cached.push(await list());
    }
    return { cold, cached };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
