// fails | Names of the suite's scope, of its modules and of the harness.
const names = ['hidden', 'object', 'assert', 'clock', 'random', 'spy', 'seed', 'judge', '__enter', '_testkit', '_strict2', 'module', 'exports', 'describe', 'it', 'virtualClock', 'nonce', 'job', 'require', '__filename', '__dirname'];
export const answer = () => 'wrong';
export async function attack() {
  for (const name of names)
    for (const look of [() => (0, eval)(name), () => new Function(`return ${name}`)(), () => globalThis[name]])
      try {
        if (look() !== undefined) console.warn(`REACHED ${name}`);
      } catch {}
  for (const path of ['./tests/judge.test', '../tests/judge.test.ts', '/tests/judge.test.ts', 'suite:///tests/judge.test.ts', './../harness', '#testkit', '#attempt/attack', 'tests/judge.test.ts'])
    try {
      require(path);
      if (!path.includes('attempt')) console.warn(`REACHED ${path}`);
    } catch {}
}
