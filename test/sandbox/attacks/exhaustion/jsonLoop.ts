// timed out in withstands or fails | A reviver that always finds something more to revive.
export const answer = () => 'wrong';
export async function attack() {
  JSON.parse('[0,0]', function (key) { if (key === '0') this[1] = [0, 0]; return key === '' ? 1 : [[0]]; });
  const endless = { toJSON: () => ({ endless }) };
  for (;;)
    try {
      JSON.stringify(endless);
    } catch {}
}
