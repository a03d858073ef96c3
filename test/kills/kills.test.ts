import { allWays, Killing, ways } from '../e2e/support/killing';
import { Session } from '../e2e/support/session';

/** `npm run kill-test` asks for 50. */
const kills = Number(process.env['DESIGN_DRILLS_KILLS'] ?? 6);
const seed = Number(process.env['DESIGN_DRILLS_SEED'] ?? Date.now() % 1_000_000);

/** Mulberry32, by Tommy Ettinger, in the public domain: numbers from 0 up to 1. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ends everything at a moment that nobody has chosen, and looks at what is left. The seed repeats the moments. */
describe(`nothing typed is lost, seed ${seed}`, function () {
  this.timeout(240_000);
  let session: Session;
  let killing: Killing;
  const random = randomFrom(seed);

  before(async () => {
    session = await Session.open();
    killing = new Killing(session, random, true);
    await killing.begin();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(async () => {
    await session.close();
    const worst = Math.max(0, ...killing.losses);
    console.log(
      `      ${killing.losses.length} ends; of what was typed, the last ${Math.round(worst)} ms were lost at worst`,
    );
  });

  for (let turn = 1; turn <= kills; turn++) {
    const way = allWays[Math.floor(random() * allWays.length)]!;
    const isRunning = random() < 0.4;
    const ms = 150 + random() * 1_850;

    it(`${turn}: after ${Math.round(ms)} ms of ${isRunning ? 'checking and ' : ''}typing ${ways[way]}`, () =>
      killing.end({ way, isRunning, ms }));
  }
});
