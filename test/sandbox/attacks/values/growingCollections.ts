// fails, judged by comparisons | Collections that get new entries while they are read.
const growing = () => {
  const map = new Map();
  const more = index => ({ get next() { if (index < 1e6) map.set(index, more(index + 1)); return index; } });
  map.set(0, more(1));
  return map;
};
const set = () => { const all = new Set(); const more = () => ({ get next() { all.add(more()); return 1; } }); all.add(more()); return all; };
const list = () => { const all = []; const more = () => ({ get next() { all.push(more(), more()); return 1; } }); all.push(more()); return all; };
let turn = 0;
export const make = kind => (['list', 'map', 'set'].includes(kind) ? [growing, set, list][turn++ % 3]() : 'other');
