// fails, judged by throws | Changes what a file of the exercise exports, before a suite reads it.
import * as exercise from './errors';
for (const change of [
  () => (exercise.limits.max = 99),
  () => exercise.limits.burst.push(9),
  () => (exercise.limits = { max: 99, burst: [1, 2] }),
  () => Object.defineProperty(exercise, 'double', { value: () => 1 }),
  () => (require('./errors').double = () => 1),
  () => (exercise.QuotaError.prototype.toString = () => 'x'),
  () => Object.defineProperty(exercise.QuotaError.prototype, 'message', { get: () => 'changed' }),
  () => delete exercise.limits.max,
])
  try {
    change();
  } catch {}
export class OwnError extends Error {}
export const run = kind => { if (kind === 'none') throw 1; };
export const later = async kind => { if (kind === 'none') throw 1; };
