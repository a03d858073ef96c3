/** Designs for the exercise `sample/counter` of the workshop. */
export const counter = {
  ref: 'sample/counter',
  solution: `export function createCounter(ceiling: number) {
  let value = 0;
  return {
    get value() {
      return value;
    },
    increment() {
      value = Math.min(value + 1, ceiling);
      return value;
    },
  };
}
`,
  /** Misses R3, and says something while it does. */
  noCeiling: `export function createCounter(ceiling: number) {
  let value = 0;
  return {
    get value() {
      return value;
    },
    increment() {
      console.log('counting to', ceiling);
      return ++value;
    },
  };
}
`,
  doesNotCompile: `export function createCounter(ceiling: number) {
  return { value: 0, increment( };
}
`,
  endless: `export function createCounter() {
  for (;;);
}
`,
  throwsWhileLoading: `throw new Error('no counters today');
`,
} as const;
