// fails | Counts turns of the collector and of promises, to know how much real time has passed.
let collected = 0;
const registry = new FinalizationRegistry(() => collected++);
export const answer = () => 'wrong';
export async function attack() {
  const started = Date.now();
  for (let round = 0; round < 50; round++) {
    for (let index = 0; index < 2_000; index++) registry.register({ index }, index);
    await null;
  }
  if (Date.now() !== started || performance.now() !== 0 || process.hrtime()[1] !== 0) console.warn('REACHED a moving clock');
  for (const name of ['gc', '__proto__.gc', 'performance.memory', 'performance.eventLoopUtilization', 'scheduler', 'requestIdleCallback'])
    if (name.split('.').reduce((value, key) => value?.[key], globalThis)) console.warn(`REACHED ${name}`);
}
