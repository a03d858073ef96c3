// fails | Ends the process with exit code 0 before a check can fail.
const attempts = [
  () => process.exit(0),
  () => process.reallyExit(0),
  () => globalThis.process.exit(0),
  () => (0, eval)('process').exit(0),
  () => new Function('return process')().exit(0),
];
for (const attempt of attempts)
  try {
    attempt();
  } catch {}

export const answer = () => 'wrong';
export const attack = async () => undefined;
