import assert from 'node:assert/strict';
import { RedisLink } from '../../src/node/services/redisLink';
import { corpus } from './redis/corpus';
import { RealServer } from './redis/realServer';
import { Side, sorted, wordsOf, type Plain } from './redis/side';

describe('redis in memory and a real server', () => {
  let real: RealServer;
  let link: RedisLink;
  let sides: readonly [Side, Side];
  before(async () => {
    real = await RealServer.start();
    link = await RedisLink.open(real.url(0));
    sides = [Side.inMemory(), Side.onServer(link)];
  });
  after(async () => {
    await link.close();
    await real.stop();
  });
  beforeEach(() => Promise.all(sides.map(side => side.reset())));

  /** What each line gives, as `line -> reply`. */
  async function answers(side: Side, lines: readonly string[]): Promise<string[]> {
    const all: string[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.startsWith('+')) {
        await side.clock.advance(Number(line));
        continue;
      }
      const isUnordered = line.startsWith('? ');
      const reply: Plain = await side.run(wordsOf(isUnordered ? line.slice(2) : line));
      all.push(`${index + 1} ${line} -> ${JSON.stringify(isUnordered ? sorted(reply) : reply)}`);
    }
    return all;
  }

  for (const { title, lines } of corpus)
    it(`answer alike: ${title} (${lines.length} lines)`, async () => {
      const [memory, server] = sides;
      assert.deepEqual(await answers(memory, lines), await answers(server, lines));
    });
});
