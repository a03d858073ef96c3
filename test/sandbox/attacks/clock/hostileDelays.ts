// fails, judged by timers | Delays that throw, change, never end or are no numbers.
export async function attack() {
  const delays = [NaN, -1, Infinity, 2 ** 31, 1e308, -0, '7', [], {}, null, { valueOf: () => { throw 1; } }, { [Symbol.toPrimitive]: () => 5n }, Symbol(), 5n, new Date(), () => 3, { valueOf: () => { setTimeout(() => {}, 1); return 1; } }];
  for (const delay of delays)
    for (const set of [setTimeout, setInterval])
      try {
        set(() => {}, delay).refresh().unref().ref();
      } catch {}
  for (const run of [null, 'code', {}, new Proxy(() => {}, { apply() { throw 1; } })])
    try {
      setTimeout(run, 1);
    } catch {}
}
