/** What clients and the control of the server do, in suites of the sandbox. */
export const clientChecks: Readonly<Record<string, string>> = {
  'replies as ioredis gives them': `
    const r = redis.client();
    assert.equal(r.status, 'ready');
    assert.equal(await r.set('k', 'grün €'), 'OK');
    assert.equal(await r.get('k'), 'grün €');
    assert.equal(await r.get('nothing'), null);
    assert.equal(await r.set('k', 'x', 'EX', 60, 'NX'), null);
    assert.equal(await r.hset('h', { a: 1, b: 'two' }), 2);
    assert.equal(await r.hset('h', new Map([['c', 3]])), 1);
    assert.deepEqual(await r.hgetall('h'), { a: '1', b: 'two', c: '3' });
    assert.deepEqual(await r.hgetall('none'), {});
    assert.deepEqual(await r.mget(['k', 'none'], 'h'), ['grün €', null, null]);
    assert.equal(await r.mset({ x: 1, y: 2 }), 'OK');
    assert.deepEqual(await r.zadd('z', 1, 'a', 2.5, 'b'), 2);
    assert.deepEqual(await r.zrange('z', 0, -1, 'WITHSCORES'), ['a', '1', 'b', '2.5']);
    assert.deepEqual(await r.scan(0, 'COUNT', 100, 'MATCH', 'x'), ['0', ['x']]);
    assert.equal(await r.call('INCRBY', 'n', 5), 5);
    assert.equal(await r.ping(), 'PONG');`,
  'errors are plain ReplyErrors': `
    const r = redis.client();
    await r.rpush('l', 1);
    const error = await r.incr('l').then(() => null, e => e);
    assert.equal(error.name, 'ReplyError');
    assert.equal(error.message, 'WRONGTYPE Operation against a key holding the wrong kind of value');
    assert.deepEqual(error.command, { name: 'incr', args: ['l'] });
    assert.equal(error instanceof Error, true);
    await assert.rejects(r.call('nosuch', 'a'), /^ReplyError: ERR unknown command 'nosuch', with args beginning with: 'a' /);
    await assert.rejects(r.eval('return redis.call("INCR", "l")', 0), /WRONGTYPE .* script: [0-9a-f]{40}, on @user_script:1\\./);`,
  'pipelines and transactions': `
    const r = redis.client();
    assert.deepEqual(await r.pipeline().set('a', 1).incr('a').get('a').exec(), [[null, 'OK'], [null, 2], [null, '2']]);
    assert.deepEqual(await r.pipeline().exec(), []);
    const [first, second] = await r.pipeline().rpush('l', 'x').incr('l').exec();
    assert.deepEqual(first, [null, 1]);
    assert.equal(second[0].name, 'ReplyError');
    assert.deepEqual(await r.multi().hset('h', 'f', 1).hgetall('h').incr('l').exec().then(all => [all[0], all[1], all[2][0].message]),
      [[null, 1], [null, { f: '1' }], 'WRONGTYPE Operation against a key holding the wrong kind of value']);
    await assert.rejects(r.multi().set('a').incr('a').exec(), /EXECABORT Transaction discarded because of previous errors\\./);
    assert.equal(await r.get('a'), '2');
    assert.equal(await r.multi({ pipeline: false }), 'OK');
    assert.equal(await r.set('b', 1), 'QUEUED');
    assert.deepEqual(await r.exec(), [[null, 'OK']]);
    await assert.rejects(r.exec(), /EXEC without MULTI/);`,
  'a watched key that changes stops a transaction': `
    const a = redis.client('a'), b = redis.client('b');
    await a.watch('k');
    await b.set('k', 1);
    assert.equal(await a.multi().set('k', 2).exec(), null);
    await a.watch('k');
    assert.deepEqual(await a.multi().set('k', 3).exec(), [[null, 'OK']]);
    await a.set('e', 1, 'PX', 10);
    await a.watch('e');
    await clock.advance(11);
    assert.equal(await a.multi().set('e', 2).exec(), null);
    await a.watch('k');
    await a.unwatch();
    await b.set('k', 9);
    assert.deepEqual(await a.multi().get('k').exec(), [[null, '9']]);`,
  'scripts, also as commands of one’s own': `
    const r = redis.client();
    assert.deepEqual(await r.eval('return {KEYS[1], ARGV[1]}', 1, 'k', 'v'), ['k', 'v']);
    const sha = await r.script('LOAD', 'return ARGV[1]');
    assert.equal(await r.evalsha(sha, 0, 7), '7');
    await assert.rejects(r.evalsha('0'.repeat(40), 0), /^ReplyError: NOSCRIPT No matching script. Please use EVAL.$/);
    r.defineCommand('double', { numberOfKeys: 1, lua: 'return redis.call("INCRBY", KEYS[1], ARGV[1] * 2)' });
    assert.equal(await r.double('n', 5), 10);
    assert.equal(await r.double('n', 1), 12);
    assert.deepEqual(redis.commands().slice(-3).map(c => c.command), ['evalsha', 'eval', 'evalsha']);
    assert.deepEqual(await r.pipeline().double('n', 1).exec(), [[null, 14]]);
    assert.throws(() => r.defineCommand('get', { lua: 'return 1' }), /has a get already/);
    const time = await r.eval('return redis.call("TIME")', 0);
    assert.equal(Number(time[0]) * 1000, clock.now());
    await assert.rejects(r.eval('while true do end', 0), redis.isReal ? /never/ : /did not end within/);`,
  'a crash, with and without the data': `
    const r = redis.client();
    const events = [];
    for (const name of ['close', 'reconnecting', 'connect', 'ready', 'end']) r.on(name, () => events.push(name));
    r.on('error', e => events.push(e.message));
    await r.set('k', 1);
    await r.script('LOAD', 'return 1');
    await redis.crash();
    assert.equal(redis.isUp, false);
    const waiting = r.get('k');
    await clock.advance(60);
    assert.equal(r.status, 'reconnecting');
    redis.restart();
    await clock.advance(1000);
    assert.equal(await waiting, '1');
    assert.deepEqual(events, ['close', 'reconnecting', 'connect ECONNREFUSED 127.0.0.1:6379', 'close', 'reconnecting', 'connect', 'ready']);
    assert.deepEqual(await r.script('EXISTS', 'e0e1f9fabfc9d4800c877a703b823ac0578ff8db'), [0]);
    await redis.crash({ losesData: true });
    redis.restart();
    await clock.advance(1000);
    assert.equal(await r.get('k'), null);`,
  'commands give up as they are told to': `
    const quick = redis.client('quick', { maxRetriesPerRequest: 1 });
    const none = redis.client('none', { enableOfflineQueue: false });
    const once = redis.client('once', { retryStrategy: () => null });
    await redis.crash();
    await clock.settle();
    await assert.rejects(none.get('k'), /Stream isn't writeable and enableOfflineQueue options is false/);
    assert.equal(once.status, 'end');
    await assert.rejects(once.get('k'), /Connection is closed\\./);
    const waiting = quick.get('k').then(() => null, e => e);
    await clock.advance(500);
    assert.equal((await waiting).name, 'MaxRetriesPerRequestError');
    const strict = redis.client('strict', { commandTimeout: 100 });
    const late = strict.get('k').then(() => null, e => e.message);
    await clock.advance(100);
    assert.equal(await late, 'Command timed out');`,
  'a partition keeps everything, and tells nobody': `
    const a = redis.client('a', { commandTimeout: 50 }), b = redis.client('b');
    redis.partition('a');
    const lost = a.incr('n').then(() => 'answered', e => e.message);
    assert.equal(await b.incr('n'), 1);
    await clock.advance(50);
    assert.equal(await lost, 'Command timed out');
    assert.equal(await redis.run('GET', 'n'), '1');
    redis.heal('a');
    await clock.settle();
    assert.equal(await redis.run('GET', 'n'), '2');
    redis.partition();
    const waiting = [a.get('n').catch(e => e.message), b.get('n')];
    await clock.advance(10);
    redis.heal();
    assert.deepEqual(await Promise.all(waiting), ['2', '2']);`,
  'latency takes virtual time, half of it each way': `
    const r = redis.client('r');
    redis.latency(10);
    let done = null;
    void r.incr('n').then(() => (done = clock.elapsed()));
    await clock.advance(4);
    assert.equal(await redis.run('GET', 'n'), null);
    await clock.advance(1);
    assert.equal(await redis.run('GET', 'n'), '1');
    assert.equal(done, null);
    await clock.advance(5);
    assert.equal(done, 10);
    const order = [];
    let next = [30, 2];
    redis.latency(() => next.shift() ?? 1);
    void r.get('a').then(() => order.push('a'));
    void r.get('b').then(() => order.push('b'));
    await clock.advance(40);
    assert.deepEqual(order, ['a', 'b']);
    redis.latency(null);
    assert.equal(await r.get('n'), '1');`,
  'faults hit what they are meant for': `
    const a = redis.client('a'), b = redis.client('b');
    redis.fail('set', 'READONLY', { times: 1, client: 'a' });
    assert.equal(await b.set('k', 1), 'OK');
    await assert.rejects(a.set('k', 2), /^ReplyError: READONLY You can't write against a read only replica\\.$/);
    assert.equal(await a.set('k', 3), 'OK');
    redis.fail('*', 'LOADING');
    await assert.rejects(a.get('k'), /LOADING/);
    redis.succeed();
    redis.fail('incr', 'timeout', { runs: true, times: 1 });
    const waiting = settled(a.incr('n'));
    assert.deepEqual(await waiting, { state: 'pending' });
    assert.equal(await redis.run('GET', 'n'), '1');
    redis.fail(['get', 'mget'], 'ERR something else');
    await assert.rejects(b.mget('a'), /ERR something else/);`,
  'lists that are waited for': `
    const a = redis.client('a'), b = redis.client('b'), c = redis.client('c');
    const first = a.blpop('q', 0), second = b.blpop('other', 'q', 5);
    await clock.settle();
    await c.rpush('q', 1, 2);
    assert.deepEqual([await first, await second], [['q', '1'], ['q', '2']]);
    const none = a.brpop('q', 1.5);
    await clock.advance(1500);
    assert.equal(await none, null);
    const behind = [a.blpop('q', 0), a.get('k')];
    await c.multi().set('k', 'v').rpush('q', 'x').exec();
    assert.deepEqual(await Promise.all(behind), [['q', 'x'], 'v']);
    const popped = a.bzpopmin('z', 0);
    await redis.run('ZADD', 'z', 2, 'b', 1, 'a');
    assert.deepEqual(await popped, ['z', 'a', '1']);
    assert.deepEqual(await c.multi().blpop('none', 0).exec(), [[null, null]]);`,
  'messages to subscribers': `
    const sub = redis.client('sub'), pub = redis.client('pub');
    const heard = [];
    sub.on('message', (channel, message) => heard.push([channel, message]));
    sub.on('pmessage', (pattern, channel, message) => heard.push([pattern, channel, message]));
    assert.equal(await sub.subscribe('news', 'more'), 2);
    assert.equal(await sub.psubscribe('n*'), 3);
    assert.equal(await pub.publish('news', 'hello'), 2);
    assert.equal(await pub.eval('return redis.call("PUBLISH", "more", "from a script")', 0), 1);
    assert.equal(await pub.publish('nobody else', 'x'), 1);
    await clock.settle();
    assert.deepEqual(heard, [['news', 'hello'], ['n*', 'news', 'hello'], ['more', 'from a script'], ['n*', 'nobody else', 'x']]);
    await assert.rejects(sub.get('k'), /subscriber mode/);
    await sub.punsubscribe();
    await redis.crash();
    redis.restart();
    await clock.advance(100);
    await pub.publish('news', 'again');
    await clock.settle();
    assert.deepEqual(heard.at(-1), ['news', 'again']);
    assert.equal(await sub.unsubscribe(), 0);
    assert.equal(await sub.get('k'), null);`,
  'quit, disconnect, duplicate': `
    const r = redis.client();
    const other = r.duplicate();
    assert.equal(await other.set('k', 1), 'OK');
    assert.equal(await r.quit(), 'OK');
    assert.equal(r.status, 'end');
    await assert.rejects(r.get('k'), /Connection is closed\\./);
    other.disconnect();
    assert.equal(other.status, 'end');
    await other.connect();
    await clock.settle();
    assert.equal(await other.get('k'), '1');
    const lazy = redis.client('lazy', { lazyConnect: true });
    assert.equal(lazy.status, 'wait');
    assert.equal(await lazy.get('k'), '1');
    assert.equal(lazy.status, 'ready');`,
  'what the suite sees': `
    const a = redis.client('a'), b = redis.client('b');
    await a.set('k', 'v');
    await clock.advance(5);
    await b.get('k');
    await b.incr('k').catch(() => undefined);
    assert.deepEqual(redis.commands(), [
      { at: 0, client: 'a', command: 'set', args: ['k', 'v'], error: null },
      { at: 5, client: 'b', command: 'get', args: ['k'], error: null },
      { at: 5, client: 'b', command: 'incr', args: ['k'], error: 'ERR value is not an integer or out of range' },
    ]);
    assert.deepEqual([redis.count(), redis.count('get'), redis.count('get', 'a')], [3, 1, 0]);
    assert.deepEqual(await redis.keys('k*'), ['k']);
    assert.equal((await redis.memory()) > 0, true);
    await a.set('e', 1, 'EX', 10);
    redis.skewClock(10_001);
    assert.equal(await redis.run('EXISTS', 'e'), 0);
    await redis.flush();
    assert.deepEqual(await redis.keys(), []);`,
  'the order of things is the same each time': `
    const clients = [1, 2, 3].map(n => redis.client('c' + n));
    const seen = [];
    await Promise.all(clients.map(async (r, n) => {
      const before = Number(await r.get('n'));
      seen.push('r' + n);
      await r.set('n', before + 1);
      seen.push('w' + n);
    }));
    assert.deepEqual(seen, ['r0', 'r1', 'r2', 'w0', 'w1', 'w2']);
    assert.equal(await redis.run('GET', 'n'), '1');`,
};

/** A suite that holds all of them. */
export const clientSuite = (leaveOut: (title: string) => boolean = () => false): string =>
  [
    `import { redis } from '#services/redis';`,
    ...Object.entries(clientChecks)
      .filter(([title]) => !leaveOut(title))
      .map(([title, body]) => `it(${JSON.stringify(`R1 ${title}`)}, async () => {${body}\n});`),
  ].join('\n');
