// fails, judged by objects | What a spy remembers, and who else has called it.
export async function attack(value, kind) {
  if (!kind.includes('spy')) return;
  const found = [];
  for (const look of [() => value.calls()[0][0], () => value.fn.calls, () => value.calls.length, () => Object.keys(value), () => value.calls().push('forged'), () => (value.calls()[0][0] = 'forged')])
    try {
      found.push(look());
    } catch {}
  if (found.some(one => /SECRET/.test(String(one)))) console.warn('REACHED a call');
}
