import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from './support/exercise';

/** What a learner's code does with its client `r`. Whatever it answers, the suite below must find the server honest. */
const attacks: Readonly<Record<string, string>> = {
  'its own get': `r.get = async () => 'forged';`,
  'a defined get': `Object.defineProperty(r, 'get', { value: async () => 'forged' });`,
  'another prototype': `Object.setPrototypeOf(r, { get: async () => 'forged' });`,
  'the prototype’s get': `Object.getPrototypeOf(r).get = async () => 'forged';`,
  'a deleted get': `delete Object.getPrototypeOf(r).get;`,
  'a get of its own by defineCommand': `r.defineCommand('get', { numberOfKeys: 1, lua: 'return "forged"' });`,
  'a client that is a promise': `r.defineCommand('then', { lua: 'return 1' }); return r;`,
  'a constructor': `new r.constructor(); new (Object.getPrototypeOf(r).constructor)();`,
  'a function of the outer realm': `r.get.constructor('return process')().exit(1);`,
  'a method on something else': `r.get.call({ get: 1 }, 'k');`,
  'a method on a look-alike': `r.get.call(Object.create(r), 'k');`,
  'an argument that runs code': `await r.set('k', { toString() { return 'forged'; } });`,
  'a list whose elements run code': `
    const list = ['k']; Object.defineProperty(list, 1, { get() { throw new Error('ran'); } });
    await r.set(list).catch(() => {});`,
  'fields that run code': `await r.hset('k', { get a() { throw new Error('ran'); } });`,
  'a list that is a Proxy': `await r.del(new Proxy(['k'], { get() { return 'k'; } }));`,
  'a list of a class of its own': `
    class Evil extends Array { get length() { return 1e9; } map() { return ['k']; } }
    await r.del(Evil.from(['x']));`,
  'a Map of a class of its own': `
    class Evil extends Map { forEach(run) { run('forged', 'k'); } }
    await r.mset(new Evil([['x', '1']]));`,
  'a list that holds itself': `const list = []; list.push(list); await r.del(list);`,
  'a huge list': `await r.del(new Array(1e9));`,
  'huge texts': `await r.set('x', 'y'.repeat(2 ** 28));`,
  'a command that is no text': `await r.call({ toLowerCase: () => 'flushdb' });`,
  'listeners that throw': `r.on('close', () => { throw new Error('mine'); }); r.disconnect();`,
  'a listener that never ends up anywhere': `r.on({ toString() { throw new Error('ran'); } }, () => {});`,
  'many listeners': `for (let n = 0; n < 1e6; n++) r.on('close', () => {});`,
  'the error class': `
    await r.rpush('l', 1);
    await r.incr('l').catch(e => {
      Object.getPrototypeOf(e).constructor.prototype.name = 'Forged';
    });`,
  'recursion up to the edge': `
    const dig = () => { try { dig(); } catch {} r.set('x', 1).catch(() => {}); };
    try { dig(); } catch {}`,
  'a flood of commands': `const all = []; for (let n = 0; n < 40_000; n++) all.push(r.incr('x').catch(() => {})); await Promise.all(all);`,
  'a flood of pipelines': `const p = r.pipeline(); for (let n = 0; n < 1e6; n++) p.incr('x');`,
  'more than fits, in one text': `await r.setrange('x', 2 ** 31, 'y');`,
  'more than fits, by doubling': `for (;;) await r.eval('return redis.call("APPEND", KEYS[1], string.rep("x", 1000000))', 1, 'x');`,
  'more than fits, in many keys': `const big = 'y'.repeat(1_000_000); for (let n = 0; ; n++) await r.set('x' + n, big);`,
  'more than fits, in bits': `for (let n = 0; ; n++) await r.setbit('x' + n, 60_000_000, 1);`,
  'a script without an end': `await r.eval('while true do end', 0);`,
  'a script without an end that catches': `await r.eval('while true do pcall(function() while true do end end) end', 0);`,
  'a script that calls itself': `await r.eval('local function f() return 1 + f() end return f()', 0);`,
  'a script with a huge text': `await r.eval('local s = "x" while true do s = s .. s end', 0);`,
  'a script with many texts': `await r.eval('local t = {} while true do t[#t + 1] = string.rep("x", 1000000) end', 0);`,
  'a pattern that backtracks': `await r.eval('return string.find(string.rep("a", 40), string.rep("a-", 20) .. "b")', 0);`,
  'a glob that backtracks': `await r.set('x'.repeat(60), 1); await r.keys('*x*x*x*x*x*x*x*x*x*x*x*y');`,
  'a deeply nested script': `await r.eval('return ' + '('.repeat(100_000) + '1', 0);`,
  'a script that changes the library': `await r.eval('string.rep = nil redis.call = nil', 0);`,
  'a script that changes it unseen': `await r.eval('rawset(redis, "call", function() return "forged" end)', 0);`,
  'a script that leaves a global': `await r.eval('rawset(_G, "redis", nil)', 0);`,
  'a script that changes what globals are': `await r.eval('getmetatable(_G).__index = function() return "forged" end', 0);`,
  'a script that replaces it': `await r.eval('setmetatable(_G, nil)', 0);`,
  'scripts without number': `for (let n = 0; n < 3_000; n++) await r.eval('return ' + n, 0);`,
  'names of JavaScript as keys': `
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      await r.set(name, 'x');
      await r.hset('h', name, 'x');
      if (Object.keys(await r.hgetall('h')).at(-1) !== name) throw new Error('lost ' + name);
    }`,
  'names of JavaScript as commands': `for (const name of ['__proto__', 'constructor', 'toString']) await r.call(name).catch(() => {});`,
  'quitting for everybody': `await r.quit();`,
  'a transaction that is never ended': `await r.multi({ pipeline: false }); await r.set('x', 1);`,
};

/** All in one run, a check for each: the server must be honest after every one of them. */
const suite = `import { redis } from '#services/redis';
import { attacks } from '#attempt/attacks.ts';
for (const title of ${JSON.stringify(Object.keys(attacks))})
  it('R1 ' + title, async () => {
    assert.deepEqual([await redis.keys(), redis.isUp], [[], true]);
    await redis.run('SET', 'real', 'value');
    const r = redis.client('learner');
    const other = redis.client('other');
    await attacks[title](r).catch(() => {});
    await clock.settle();
    assert.equal(await redis.run('GET', 'real'), 'value');
    assert.equal(await other.get('real'), 'value');
    assert.equal(await redis.run('EXISTS', 'forged'), 0);
    assert.equal(await other.eval('return redis.call("GET", KEYS[1])', 1, 'real'), 'value');
    await assert.rejects(other.eval('return nothing', 0), /nonexistent global variable 'nothing'/);
    assert.equal(await redis.client('learner').get('real'), 'value');
    if (r.status === 'ready') assert.equal(['value', 'QUEUED'].includes(await r.get('real')), true);
  });`;

/** The learner's own error is a failure of the learner's. */
const failing: Readonly<Record<string, string>> = {
  'listeners that throw': 'A promise was rejected and nobody handled it: Error: mine',
};

describe('attacks through a Redis client', () => {
  const { run } = useRunner();

  it(`come to nothing (${Object.keys(attacks).length})`, async () => {
    const methods = Object.entries(attacks).map(
      ([title, code]) => `${JSON.stringify(title)}: async (r) => {${code}\n},`,
    );
    const files = { 'attacks.ts': `export const attacks = {\n${methods.join('\n')}\n};` };
    const limits = { checkMs: 20_000, runMs: 55_000 };
    const report = await run(requestFor({ files, services: ['redis'], suites: { s: suite }, limits }));
    assert.equal(report.kind, 'finished', JSON.stringify(report).slice(-600));
    assert.deepEqual(
      outcomes(report),
      Object.fromEntries(Object.keys(attacks).map(title => [`R1 ${title}`, failing[title] ?? 'passed'])),
    );
  });
});
