// fails, judged by objects | Runs, closes and breaks the suite's own generator, and its prototype.
export async function attack(value, kind) {
  if (kind !== 'iterator') return;
  const levels = [];
  for (let level = value; level; level = Object.getPrototypeOf(level)) levels.push(level);
  for (const level of levels.slice(1))
    for (const key of ['next', 'return', 'throw', 'stolen', Symbol.iterator, 'map', 'constructor'])
      try {
        if (levels.indexOf(level) > 1) level[key] = () => ({ done: true, value: 'forged' });
      } catch {}
  try {
    value.throw(new Error('broken'));
  } catch {}
  value.return(1);
}
