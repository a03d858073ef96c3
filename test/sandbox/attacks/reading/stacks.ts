// fails | Reads which check is running from the stack.
const read = [
  () => new Error('x').stack,
  () => { try { null.x; } catch (error) { return error.stack; } },
  () => { const target = {}; Error.captureStackTrace(target); return target.stack; },
  () => { let seen; Error.prepareStackTrace = (_, sites) => { seen = sites.map(String).join(); return ''; }; void new Error('x').stack; return seen; },
];
export const answer = () => 'wrong';
export async function attack() {
  for (const way of read)
    try {
      const text = String(way() ?? '');
      if (/suite:|harness|mocha|judge|\.ts|\d+:\d+/.test(text)) console.warn(`REACHED ${text}`);
    } catch {}
}
