/** Names that modules see as constants of their own: a free global goes through a proxy, which is 300 times slower. */
const localNames = [
  'Object Array Map Set WeakMap WeakSet WeakRef Promise Symbol Number String Boolean BigInt Math JSON Date RegExp',
  'Error TypeError RangeError SyntaxError AggregateError Reflect Proxy Uint8Array Float64Array ArrayBuffer',
  'setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask',
  'performance console crypto structuredClone isNaN isFinite parseInt parseFloat',
  'AbortController AbortSignal',
]
  .join(' ')
  .split(' ')
  .join(',');

/** The scope of a module. Its code is a block inside, so that it may have names of its own like these. */
export const moduleParameters = ['exports', 'require', 'module'] as const;

const opening = (parameters: readonly string[]): string =>
  `(()=>{const {${localNames}}=globalThis;return function(${parameters.join(',')}){{`;

/** An expression whose value is the module's function. It begins on the first line, so that lines keep their numbers. */
export const wrapModule = (code: string, url: string, parameters: readonly string[]): string =>
  `${opening(parameters)}${code}\n}}})()\n//# sourceURL=${url}`;

/** How far to the right the first line of a learner's module is moved by that. */
export const firstLineShift = opening(moduleParameters).length;
