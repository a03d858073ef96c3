/** mocha's own machinery without its command line, loaders and reporters. */
export { Runner } from 'mocha/lib/runner.js';
export { Suite } from 'mocha/lib/suite.js';
export { Context } from 'mocha/lib/context.js';
export { bddInterface } from 'mocha/lib/interfaces/bdd.js';
