import assert from 'node:assert/strict';
import type { PlayState } from '../../../src/webview/playground/player';
import { restMs } from '../../../src/webview/playground/player';
import { playedFor, playgroundView, stoppedPlay } from '../../webview-preview/playground';
import { question } from './support/builders';
import { HostEnd, settled } from './support/hostEnd';
import { PageUnderTest, textOf } from './support/page';

const settings = { limiter: 'shared', rate: 4, servers: 5 };
const params = { settings, seed: 1, reference: true };
const opened = { type: 'toggled', id: 'playground', open: true } as const;

describe('the playground of the panel', () => {
  let page: PageUnderTest;
  beforeEach(() => (page = new PageUnderTest()));
  afterEach(() => page.close());

  const play = (change: Partial<PlayState> = {}): PlayState => ({
    ref: question().ref,
    ...{ settings, seed: 1, compares: false, shown: playedFor(params), slow: false, failure: null },
    ...change,
  });
  const show = (change: Partial<PlayState> = {}, view = playgroundView) =>
    page.show(question({ playground: view }), opened, { type: 'play', play: play(change) });
  const rows = () => page.all('.readings tbody tr').map(row => [...row.children].map(textOf));

  it('is not there without one, and closed until somebody opens it', () => {
    page.show(question());
    assert.deepEqual(page.all('#playground'), []);
    page.show(question({ playground: playgroundView }));
    assert.deepEqual([page.all('#playground').length, page.all('.slider').length], [1, 0]);
  });

  it('says what each slider stands at, with its unit, and where it can go', () => {
    show();
    const [rate, servers] = page.all('.slider');
    const at = (slider: Element | undefined) =>
      ['min', 'max', 'aria-valuetext'].map(name => slider?.getAttribute(name));
    assert.deepEqual(
      [at(rate), at(servers)],
      [
        ['0', '10', '4 per second'],
        ['0', '7', '5'],
      ],
    );
    assert.deepEqual(page.texts('.parameter label'), ['Limiter', 'Requests of the user', 'Servers']);
  });

  it('offers a way back for what has been moved, and nothing else', () => {
    show({ settings: { ...settings, rate: 20 } });
    const back = page.controls.filter(({ name }) => name.includes('back to'));
    assert.deepEqual(
      back.map(({ name }) => name),
      ['Requests of the user: back to 4 per second'],
    );
  });

  it('marks the situation that the sliders are in', () => {
    show({ settings: { ...settings, rate: 20 } });
    assert.deepEqual(
      page.all('.preset').map(preset => [textOf(preset), preset.getAttribute('aria-pressed')]),
      [
        ['To begin with', 'false'],
        ['Black Friday', 'true'],
        ['One server down', 'false'],
      ],
    );
    assert.deepEqual(page.texts('.preset-about'), ['Who is refused, and for how long?']);
  });

  it('gives the numbers of both designs, and says of what is bad that it is', () => {
    const each = { ...settings, limiter: 'each', rate: 12 };
    show({ settings: each, compares: true, shown: playedFor({ ...params, settings: each }) });
    assert.deepEqual(rows(), [
      ['requests', '360', '360'],
      ['admitted', '83.3%', '16.7%'],
      ['most admitted in any 10 s', '100 requests (bad) The contract says 20.', '20 requests'],
      ['slowest decision', '4 ms', '4 ms'],
    ]);
    show({ settings: each, shown: playedFor({ ...params, settings: each }) });
    assert.deepEqual(rows()[0], ['requests', '360']);
  });

  it('leaves the reference alone until it may be seen, and says when', () => {
    show({ compares: true }, { ...playgroundView, referenceRevealed: false });
    const [box] = page.all('.play-compare input');
    assert.deepEqual(
      [box?.hasAttribute('disabled'), textOf(page.all('.play-compare')[0]!)],
      [true, 'The reference solution beside it. Shown when every check has passed.'],
    );
  });

  it('shows the error of one’s own code as that of a check', () => {
    show({ shown: stoppedPlay(params) });
    assert.ok(page.texts('.message')[0]?.includes('Your implementation stopped the playground.'));
    assert.ok(page.texts('.failure-message')[0]?.startsWith('TypeError'));
    assert.deepEqual(page.texts('.logs pre'), ['log about to count']);
  });

  it('shows errors of compilation with their place', () => {
    const errors = [{ file: 'limiter.ts', line: 3, column: 1, message: 'Unexpected token', codeFrame: '' }];
    const { walls } = playedFor(params).mine;
    const mine = { kind: 'did-not-compile', seed: 1, durationMs: 1, walls, errors } as const;
    show({ shown: { mine, reference: null } });
    assert.deepEqual(page.texts('.compile-errors .failure-message'), ['Unexpected token']);
  });

  it('moves sliders by what the panel is told', () => {
    show();
    const [black] = page.all('.preset').filter(preset => textOf(preset) === 'Black Friday');
    (black as unknown as { click(): void }).click();
    assert.deepEqual(page.did.at(-1), [
      'play',
      { kind: 'settings', settings: { limiter: 'shared', rate: 20, servers: 5 } },
    ]);
  });
});

describe('the playground and its host', () => {
  const withPlayground = question({ playground: playgroundView });

  it('is asked for when it is opened, and comes back after a reload where it was', async () => {
    const host = new HostEnd();
    await host.started(withPlayground);
    assert.equal(host.asked.length, 1);
    host.panel.toggle('playground', true);
    await host.answer('play', playedFor(params));
    host.panel.play({ kind: 'settings', settings: { rate: 20 } });
    await host.answer('play', playedFor(params));
    host.panel.play({ kind: 'compares', compares: true });
    await host.answer('play', playedFor(params));
    host.panel.play({ kind: 'traffic' });
    await host.answer('play', playedFor(params));
    const last = {
      method: 'play',
      params: { settings: { ...settings, rate: 20 }, seed: 2, reference: true },
    };
    assert.deepEqual(host.asked.at(-1), last);
    host.asked.length = 0;
    host.reload();
    await host.started(withPlayground);
    await settled();
    assert.deepEqual(host.asked, [{ method: 'ready', params: null }, last]);
  });

  it('tells the numbers in a sentence, once they have stood for a while', async () => {
    const host = new HostEnd();
    await host.started(withPlayground);
    host.panel.toggle('playground', true);
    await host.answer('play', playedFor(params));
    const before = host.panel.spoken.turn;
    host.clock.advance(restMs);
    assert.deepEqual(
      [host.panel.spoken.turn - before, host.panel.spoken.text],
      [
        1,
        'Played. requests: 120; admitted: 50%; most admitted in any 10 s: 20 requests; slowest decision: 4 ms.',
      ],
    );
  });
});
