// fails | Changes shared state behind Intl.
export const answer = () => 'wrong';
export async function attack() {
  for (const change of [
    () => (Intl.DateTimeFormat.prototype.format = () => 'x'),
    () => (Intl.NumberFormat = 1),
    () => (Intl.NumberFormat.prototype.format = () => 'x'),
    () => (Number.prototype.toLocaleString = () => 'x'),
  ])
    try {
      change();
    } catch {}
  if ((1).toLocaleString() === 'x' || Intl.NumberFormat === 1) console.warn('REACHED Intl');
}
