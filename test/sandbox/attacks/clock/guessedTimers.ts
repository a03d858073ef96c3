// fails, judged by timers | Clears the suite's timers by guessing their numbers.
export async function attack() {
  const own = setTimeout(() => {}, 1_000);
  for (const base of [0, Number(own)])
    for (let id = base - 50; id < base + 50; id++) for (const clear of [clearTimeout, clearInterval, clearImmediate]) for (const form of [id, String(id), { [Symbol.toPrimitive]: () => id }, [id], BigInt(id)])
      try {
        clear(form);
      } catch {}
}
