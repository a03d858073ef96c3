// fails, judged by objects | Keeps everything, and uses it while a later check runs.
const kept = [];
export async function attack(value, kind) {
  for (const [thing] of kept)
    for (const use of [() => thing(9), () => thing.fn(9), () => thing.next(), () => thing.get('x'), () => thing.emit('error', new Error('late')), () => thing.sleep(1)])
      try {
        await Promise.race([use(), null]);
      } catch {}
  kept.push([value, kind]);
}
