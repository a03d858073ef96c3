// out of memory in withstands or timed out in withstands or fails | A map that grows to its limit, with keys that collide as much as they can.
export const answer = () => 'wrong';
export async function attack() {
  const maps = [];
  for (;;) {
    const map = new Map();
    for (let index = 0; index < 2e6; index++) map.set(index * 2 ** 20, index);
    maps.push(map);
  }
}
