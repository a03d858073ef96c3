// fails | Looks for `fs` along every path that leads there in Node.
const load = require;
const ways = [
  () => load('fs'),
  () => load('node:fs'),
  () => load('./../../../node_modules/mocha/index.js'),
  () => process.getBuiltinModule('fs'),
  () => process.mainModule.require('fs'),
  () => process.binding('fs'),
  () => module.constructor._load('fs'),
  () => module.parent.require('fs'),
  () => (() => {}).constructor('return process')().getBuiltinModule('fs'),
];
export const answer = () => 'wrong';
export async function attack() {
  for (const way of ways)
    try {
      if (way()) console.warn(`REACHED ${way}`);
    } catch {}
}
