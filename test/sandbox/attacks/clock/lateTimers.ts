// fails | Timers, microtasks and rejections that outlive their check.
export const answer = () => 'wrong';
export async function attack(callback) {
  setInterval(() => callback('late'), 1);
  for (let index = 0; index < 1_000; index++) setTimeout(() => { throw new Error(`late ${index}`); }, 5 + index);
  void Promise.reject(new Error('floating'));
  void (async () => { throw null; })();
}
