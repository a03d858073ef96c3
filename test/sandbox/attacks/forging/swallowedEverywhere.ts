// fails, judged by callbacks | Catches, ignores and races every assertion that is made in a callback.
const swallow = async run => {
  try {
    await run();
  } catch {}
};
export async function attack(call) {
  await swallow(() => call(-1));
  await swallow(() => Promise.race([call(2), new Promise(resolve => setTimeout(resolve, 0))]));
  await Promise.allSettled([swallow(() => call('3')), new Promise(resolve => resolve(swallow(() => call(4))))]);
  call(1);
}
