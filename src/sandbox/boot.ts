/**
 * The child's entry. Loads the harness, and with it everything that is ever evaluated in this process, through a
 * `vm.Script` that has no import callback: an `import` expression of any phase that reaches V8 finds no loader.
 */
import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { printCodeCache, readCodeCache } from './codeCache';
import type * as Harness from './harness';

// The same dates everywhere: a report must not depend on where it was made.
process.env['TZ'] = 'UTC';

const file = path.join(__dirname, 'harness.js');
const cachedData = readCodeCache();
const script = new vm.Script(
  `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}\n})`,
  {
    filename: 'harness.cdp', // an ending that debuggers leave out of their lists
    ...(cachedData && { cachedData }),
  },
);
const load = script.runInThisContext() as (...scope: unknown[]) => void;
const harness = { exports: {} as typeof Harness };
try {
  load(harness.exports, require, harness, file, __dirname);
} catch (error) {
  // Not for the handler that is there for what guests throw: the host must not wait for a child that never gets ready.
  writeSync(2, `${String(error)}\n`);
  process.exit(70);
}
void harness.exports.isHot.then(() => printCodeCache(() => script.createCachedData()));
