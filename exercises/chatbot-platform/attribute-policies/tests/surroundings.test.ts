import assert from 'node:assert/strict';
import type { Condition, Context, TimeWindow } from '#attempt/types.ts';
import { clock, random, trace } from '#testkit';
import { Company, during, from, permit, setOf, workdays } from './company.ts';
import { randomAddress, randomBits, randomWindow } from './draw.ts';
import { addressOf, isOpen } from './oracle.ts';

const hour = 3_600_000;

/** A company whose one policy has one condition. */
const only = (when: Condition): Company => new Company(setOf([permit('p', when)]));

/** Whether it is open, asked about something that nobody has asked about before. */
let questions = 0;
function isOpenAt(company: Company, moment: number | string): boolean {
  clock.setWallClock(moment);
  return company.ask({ resource: { type: 'report', id: `new ${questions++}` } }).allowed;
}

function expectAt(when: Condition, moments: readonly (readonly [string, boolean])[]): void {
  const company = only(when);
  for (const [moment, expected] of moments)
    assert.equal(isOpenAt(company, moment), expected, `${JSON.stringify(when)} at ${moment}`);
}

describe('Windows of time', () => {
  it('R7 open with their first minute and are closed with the minute in which they end', () =>
    expectAt(during('09:00', '17:30'), [
      ['2026-01-14T07:59:59.999Z', false],
      ['2026-01-14T08:00:00.000Z', true],
      ['2026-01-14T16:29:59.999Z', true],
      ['2026-01-14T16:30:00.000Z', false],
      ['2026-01-17T12:00:00.000Z', false],
      ['2026-01-16T12:00:00.000Z', true],
    ]));

  it('R7 what begins in the evening lasts until the next morning, and belongs to the day on which it began', () => {
    expectAt(during('22:00', '06:00', { zone: 'Asia/Kolkata', days: workdays }), [
      ['2026-01-16T16:29:59.999Z', false], // Friday, 21:59
      ['2026-01-16T16:30:00.000Z', true],
      ['2026-01-16T20:00:00.000Z', true], // Saturday, 1:30
      ['2026-01-17T00:29:59.999Z', true],
      ['2026-01-17T00:30:00.000Z', false],
      ['2026-01-17T16:30:00.000Z', false], // Saturday, 22:00
      ['2026-01-18T20:00:00.000Z', false], // Monday, 1:30: that would be Sunday's
      ['2026-01-19T16:30:00.000Z', true],
    ]);
    expectAt(during('07:00', '07:00', { zone: 'UTC', days: ['sat'] }), [
      ['2026-01-17T06:59:59.999Z', false],
      ['2026-01-17T07:00:00.000Z', true],
      ['2026-01-18T06:59:59.999Z', true],
      ['2026-01-18T07:00:00.000Z', false],
    ]);
    expectAt(during('18:00', '00:00', { zone: 'UTC', days: ['sun'] }), [
      ['2026-01-18T23:59:59.999Z', true],
      ['2026-01-19T00:00:00.000Z', false],
      ['2026-01-18T00:00:00.000Z', false],
    ]);
    expectAt(during('00:00', '00:00', { zone: 'UTC', days: ['sun'] }), [
      ['2026-01-17T23:59:59.999Z', false],
      ['2026-01-18T00:00:00.000Z', true],
      ['2026-01-18T23:59:59.999Z', true],
      ['2026-01-19T00:00:00.000Z', false],
    ]);
  });

  it('R7 go by the clock on the wall there, in summer as in winter', () => {
    const days = ['sun', 'mon'] as const;
    expectAt(during('09:00', '17:00', { zone: 'America/New_York', days }), [
      ['2026-03-02T13:59:59.999Z', false],
      ['2026-03-02T14:00:00.000Z', true],
      ['2026-03-09T12:59:59.999Z', false],
      ['2026-03-09T13:00:00.000Z', true],
      ['2026-03-09T21:00:00.000Z', false],
      ['2026-11-02T13:59:59.999Z', false],
      ['2026-11-02T14:00:00.000Z', true],
    ]);
    // On 25 October the clocks of Berlin show 2:00 to 2:59 twice, on 29 March never.
    expectAt(during('02:15', '02:45', { days }), [
      ['2026-10-25T00:14:59.999Z', false],
      ['2026-10-25T00:15:00.000Z', true],
      ['2026-10-25T00:45:00.000Z', false],
      ['2026-10-25T01:15:00.000Z', true],
      ['2026-10-25T01:45:00.000Z', false],
      ['2026-03-29T00:59:59.999Z', false],
      ['2026-03-29T01:00:00.000Z', false],
      ['2026-03-29T01:30:00.000Z', false],
    ]);
  });

  it('R7 a day of 23 or of 25 hours has one before it as well', () => {
    for (const [day, isSunday] of [
      ['sat', false],
      ['sun', true],
    ] as const) {
      expectAt(during('22:00', '06:00', { days: [day] }), [
        ['2026-03-29T21:59:59.999Z', isSunday],
        ['2026-03-29T22:00:00.000Z', isSunday], // Monday, 0:00, after a Sunday of 23 hours
        ['2026-03-29T22:59:59.999Z', isSunday],
        ['2026-03-30T03:59:59.999Z', isSunday],
        ['2026-03-30T04:00:00.000Z', false],
      ]);
      expectAt(during('23:45', '23:45', { days: [day] }), [
        ['2026-10-25T22:30:00.000Z', !isSunday], // Sunday, 23:30, the last hour of 25
        ['2026-10-25T22:45:00.000Z', isSunday],
      ]);
    }
  });

  it('R7 around the world and through the year, at random', () => {
    const begin = Date.parse('2026-01-02T00:00Z');
    let open = 0;
    for (let i = 0; i < 30; i++) {
      const window: TimeWindow = randomWindow();
      const company = only({ op: 'during', window });
      for (let j = 0; j < 12; j++) {
        const now =
          begin + random.int(0, 362 * 24 * 4) * (hour / 4) + random.pick([0, -1, 0, 1, random.int(1, hour)]);
        const expected = isOpen(window, now);
        if (expected) open++;
        assert.equal(
          isOpenAt(company, now),
          expected,
          `${JSON.stringify(window)} at ${new Date(now).toISOString()}`,
        );
      }
    }
    assert.ok(open > 30);
  });
});

describe('Networks', () => {
  /** Each about something else, so that nothing is answered from memory. */
  const askedFrom = (company: Company, context: Context) =>
    company.ask({ resource: { type: 'report', id: `new ${questions++}` }, context });
  const isFrom = (company: Company, ip: string): boolean => askedFrom(company, { ip }).allowed;

  it('R8 hold their addresses from the first to the last, whatever the prefix', () => {
    const others = random.shuffle(Array.from({ length: 29 }, (_, i) => i + 2)).slice(0, 8);
    for (const prefix of [0, 1, 31, 32, ...others]) {
      const bits = randomBits().slice(0, prefix);
      const [first, last] = [addressOf(bits.padEnd(32, '0')), addressOf(bits.padEnd(32, '1'))];
      const network = `${first}/${prefix}`;
      const company = only(from(network));
      trace.mark(network, `${first} to ${last}`, 'neutral');
      for (const ip of [first, last]) assert.ok(isFrom(company, ip), `${ip} is in ${network}`);
      for (let at = 0; at < prefix; at++) {
        const other = bits.slice(0, at) + (bits[at] === '0' ? '1' : '0') + bits.slice(at + 1);
        const ip = addressOf(other + randomBits().slice(prefix));
        assert.ok(!isFrom(company, ip), `${ip} is not in ${network}`);
      }
    }
  });

  it('R8 one of several is enough, none holds nothing, and an address may be written as IPv6 has it', () => {
    const company = only(from('10.20.0.0/16', '192.168.4.0/22', '203.0.113.7/32'));
    for (const [ip, expected] of [
      ['10.20.255.255', true],
      ['10.2.0.0', false],
      ['10.200.0.0', false],
      ['192.168.7.255', true],
      ['192.168.8.0', false],
      ['203.0.113.7', true],
      ['203.0.113.70', false],
      ['::ffff:10.20.3.4', true],
      ['::ffff:10.21.3.4', false],
    ] as const)
      assert.equal(isFrom(company, ip), expected, ip);
    assert.equal(isFrom(only(from()), randomAddress()), false);
  });

  it('R8 what is no address is unknown, and so is none', () => {
    const company = only(from('0.0.0.0/0'));
    for (const ip of [
      '',
      '10.20.3',
      '10.20.3.4.5',
      '10.20.3.256',
      '10.20.3.04',
      '10.20.3.4/32',
      ' 10.20.3.4',
      '10.20.3.4\n',
      '10.20.3.-4',
      '10.20.3.0x4',
      '10.20..4',
      '2001:db8::1',
      'fe80::ffff:10.20.3.4',
      '10.20.3.4, 10.20.3.5',
      '::FFFF:10.20.3.4',
      '::ffff:10.20.3.04',
      '::ffff:::ffff:10.20.3.4',
    ])
      assert.equal(askedFrom(company, { ip }).effect, 'indeterminate', JSON.stringify(ip));
    for (const ip of [168_035_332, true, ['10.20.3.4']])
      assert.equal(askedFrom(company, { ip }).effect, 'indeterminate', JSON.stringify(ip));
    assert.equal(askedFrom(company, {}).effect, 'indeterminate');
    assert.equal(isFrom(company, randomAddress()), true);
  });
});
