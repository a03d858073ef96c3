import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RedisLink } from '../../src/node/services/redisLink';
import { RealServer } from './redis/realServer';
import { Side, sorted, type Plain } from './redis/side';

const key = fc.constantFrom('a', 'b', 'c');
const word = fc.constantFrom('x', 'y', 'z', '1', '2', '10', '-3', '1.5', 'grün', '');
const index = fc.integer({ min: -4, max: 4 }).map(String);
const ms = fc.integer({ min: -5, max: 60 }).map(String);
const score = fc.constantFrom('1', '2', '2.5', '-1', '(2', '-inf', '+inf', 'nope');

const command = (name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string[]> =>
  fc.tuple(fc.constant(name), ...args).map(words => words);

/** Commands whose replies Redis fixes to the byte; of the others the order does not count. */
const commands = fc.oneof(
  command('SET', key, word),
  command('SET', key, word, fc.constantFrom('NX', 'XX', 'GET', 'KEEPTTL')),
  command('SET', key, word, fc.constant('PX'), ms),
  command('GET', key),
  command('GETEX', key, fc.constant('PX'), ms),
  command('INCRBY', key, word),
  command('APPEND', key, word),
  command('GETRANGE', key, index, index),
  command('SETRANGE', key, index, word),
  command('SETBIT', key, index, fc.constantFrom('0', '1')),
  command('BITCOUNT', key, index, index),
  command('PEXPIRE', key, ms),
  command('PEXPIRE', key, ms, fc.constantFrom('NX', 'XX', 'GT', 'LT')),
  command('PTTL', key),
  command('PERSIST', key),
  command('RENAME', key, key),
  command('COPY', key, key),
  command('DEL', key),
  command('EXISTS', key, key),
  command('TYPE', key),
  command('DBSIZE'),
  command('KEYS', fc.constant('*')),
  command('RPUSH', key, word, word),
  command('LPUSH', key, word),
  command('LPOP', key),
  command('LRANGE', key, index, index),
  command('LREM', key, index, word),
  command('LTRIM', key, index, index),
  command('LINSERT', key, fc.constantFrom('BEFORE', 'AFTER'), word, word),
  command('LMOVE', key, key, fc.constantFrom('LEFT', 'RIGHT'), fc.constantFrom('LEFT', 'RIGHT')),
  command('HSET', key, word, word),
  command('HDEL', key, word),
  command('HINCRBY', key, word, word),
  command('HGETALL', key),
  command('SADD', key, word),
  command('SREM', key, word),
  command('SMEMBERS', key),
  command('SINTERSTORE', key, key, key),
  command('SUNIONSTORE', key, key, key),
  command('ZADD', key, score, word),
  command('ZADD', key, fc.constantFrom('NX', 'XX', 'GT', 'LT', 'CH', 'INCR'), score, word),
  command('ZINCRBY', key, score, word),
  command('ZRANGE', key, index, index, fc.constantFrom('WITHSCORES', 'REV')),
  command('ZRANGE', key, score, score, fc.constant('BYSCORE')),
  command('ZREMRANGEBYSCORE', key, score, score),
  command('ZUNIONSTORE', key, fc.constant('2'), key, key),
  command('ZPOPMIN', key),
  command('ZCOUNT', key, score, score),
  command(
    'EVAL',
    fc.constantFrom(
      'return {redis.call("TYPE", KEYS[1]).ok, redis.call("PTTL", KEYS[1]), ARGV[1]}',
      'return redis.call("INCRBY", KEYS[1], ARGV[1])',
      'return redis.pcall("LPUSH", KEYS[1], ARGV[1])',
      'return redis.call("SET", KEYS[1], ARGV[1], "PX", 20)',
      'return cjson.encode({ARGV[1], tonumber(ARGV[1])})',
      'return tostring(tonumber(ARGV[1]) / 3)',
    ),
    fc.constant('1'),
    key,
    word,
  ),
);

const step = fc.oneof(
  { weight: 9, arbitrary: commands.map(words => ({ words })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map(pass => ({ pass })) },
);

const unordered = new Set(['KEYS', 'SMEMBERS']);

describe('any sequence of commands', () => {
  let real: RealServer;
  let link: RedisLink;
  before(async () => {
    real = await RealServer.start();
    link = await RedisLink.open(real.url(0));
  });
  after(async () => {
    await link.close();
    await real.stop();
  });

  it('gives the same in memory and on a real server', async () => {
    const sides = [Side.inMemory(), Side.onServer(link)];
    const answers = async (side: Side, steps: readonly StepOf[]): Promise<Plain[]> => {
      await side.reset();
      const all: Plain[] = [];
      for (const each of steps) {
        if ('pass' in each) await side.clock.advance(each.pass);
        else {
          const reply = await side.run(each.words);
          all.push(unordered.has(each.words[0]!) ? sorted(reply) : reply);
        }
      }
      return all;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async steps => {
        const [memory, server] = await Promise.all(sides.map(side => answers(side, steps)));
        assert.deepEqual(memory, server);
      }),
      { numRuns: 60 },
    );
  });
});

type StepOf = { readonly words: string[] } | { readonly pass: number };
