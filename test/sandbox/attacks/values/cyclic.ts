// fails, judged by comparisons | Results that hold themselves, along every kind of edge.
const tie = make => { const value = make(); return value; };
const knots = [
  () => tie(() => { const o = {}; o.o = o; return o; }),
  () => tie(() => { const a = []; a.push(a, [a]); return a; }),
  () => tie(() => { const m = new Map(); m.set(m, m); return m; }),
  () => tie(() => { const s = new Set(); s.add(s); return s; }),
  () => tie(() => { const e = new Error('e'); e.cause = e; e.errors = [e]; return e; }),
  () => tie(() => { const p = {}; Object.setPrototypeOf(p, { get back() { return p; } }); return p; }),
];
let turn = 0;
export const make = () => knots[turn++ % knots.length]();
