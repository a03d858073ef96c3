// fails, judged by comparisons | Nests thousands of levels deep, in every container.
const nest = wrap => { let value = null; for (let level = 0; level < 5_000; level++) value = wrap(value); return value; };
const deep = [nest(v => [v]), nest(v => ({ v })), nest(v => new Map([[v, 1]])), nest(v => new Set([v])), nest(v => Object.assign(new Error(), { cause: v }))];
let turn = 0;
export const make = () => deep[turn++ % deep.length];
