// fails | Rejections and uncaught errors without number, some handled late.
export const answer = () => 'wrong';
export async function attack() {
  for (let index = 0; index < 3_000; index++) void Promise.reject(index);
  const late = Promise.reject(new Error('late'));
  await null;
  late.catch(() => {});
  queueMicrotask(() => { throw null; });
  queueMicrotask(() => { throw { toString() { throw 1; } }; });
  return 'swallowed';
}
