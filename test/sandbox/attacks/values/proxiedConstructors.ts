// timed out in deep text, judged by comparisons | A getter behind which nothing ever comes back.
export const make = kind => {
  if (kind !== 'text') return 1;
  return Object.create({ constructor: new Proxy(class {}, { get() { for (;;); }, getOwnPropertyDescriptor() { for (;;); } }) }, { own: { enumerable: true, get() { for (;;); } } });
};
