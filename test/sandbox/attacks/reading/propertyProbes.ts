// fails, judged by comparisons | Records what is asked of results, for a hint of what is expected.
const asked = new Set();
const probe = name => new Proxy({}, {
  get(_, key) { asked.add(String(key)); return undefined; },
  ownKeys() { asked.add('ownKeys'); return []; },
});
export function make(kind) {
  if (/SECRET/.test([...asked].join())) console.warn('REACHED an expectation');
  return probe(kind);
}
