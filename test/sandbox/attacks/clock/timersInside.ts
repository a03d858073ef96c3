// fails, judged by timers | Timers that set, clear and refresh each other while they fire.
export async function attack() {
  const all = [];
  for (let index = 0; index < 100; index++)
    all.push(setTimeout(() => {
      for (const other of all) Math.random() < 0.5 ? other.refresh() : clearTimeout(other);
      all.push(setTimeout(() => { throw new Error('inside'); }, 1), setImmediate(() => all.pop()?.close()));
      if (all.length > 500) all.length = 0;
    }, index % 7));
}
