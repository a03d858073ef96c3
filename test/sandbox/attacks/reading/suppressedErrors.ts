// fails | The class of what `using` throws leads to this realm's own Error, and so to everybody's stack.
export const answer = () => 'wrong';
export async function attack() {
  let found;
  try {
    (0, eval)('(() => { using a = { [Symbol.dispose]() { throw 1; } }; throw 2; })()');
  } catch (error) {
    found = error;
  }
  for (let level = found?.constructor; typeof level === 'function'; level = Object.getPrototypeOf(level)) {
    if (!Object.isFrozen(level)) console.warn(`REACHED ${level.name}`);
    let seen = '';
    try {
      level.prepareStackTrace = (_, sites) => (seen = sites.map(String).join());
      void new Error('x').stack;
      level.prepareStackTrace = undefined;
    } catch {}
    if (seen !== '') console.warn(`REACHED stacks: ${seen}`);
  }
}
