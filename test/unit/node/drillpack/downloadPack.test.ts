import assert from 'node:assert/strict';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { downloadLimits, downloadPack, redirected } from '../../../../src/node/drillpack/downloadPack';
import { packAddressOf, parsePackAddress } from '../../../../src/node/drillpack/packAddress';
import { PackServer } from './support/packServer';

describe('an address of a pack', () => {
  it('is https, or http on this machine', () =>
    assert.deepEqual(
      [
        ' https://a.example/x.drillpack#part ',
        'http://localhost:8080/x',
        'http://127.0.0.1/x',
        'http://[::1]/x',
      ].map(text => parsePackAddress(text).href),
      ['https://a.example/x.drillpack', 'http://localhost:8080/x', 'http://127.0.0.1/x', 'http://[::1]/x'],
    ));

  for (const [text, why] of [
    ['http://a.example/x', /https only/],
    ['http://127.0.0.1.a.example/x', /https only/],
    ['http://localhost.a.example/x', /https only/],
    ['file:///etc/passwd', /https only/],
    ['data:application/zip;base64,UEs=', /https only/],
    ['javascript:alert(1)', /https only/],
    ['https://good.example@bad.example/x', /a name or a password/],
    ['https://a.example/x\u0000y', /a blank in it/],
    ['https://a.ex\nample/x', /a blank in it/],
    ['a.example/x', /It begins with https/],
    ['', /It begins with https/],
    [`https://a.example/${'x'.repeat(2_000)}`, /2018 characters/],
  ] as const)
    it(`is not ${JSON.stringify(text.slice(0, 40))}`, () =>
      assert.throws(() => parsePackAddress(text), { code: 'bad-address', message: why }));

  it('is told from other origins', () =>
    assert.deepEqual(
      ['https://a.example/x', 'http://a.example/x', '/home/me/x.drillpack', 'C:\\x.drillpack'].map(
        origin => packAddressOf(origin)?.href,
      ),
      ['https://a.example/x', undefined, undefined, undefined],
    ));
});

describe('fetching a pack', () => {
  let server: PackServer;
  before(async () => (server = await PackServer.start()));
  after(() => server.stop());

  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

  it('gives its bytes, and says how far it is', async () => {
    const progress: unknown[] = [];
    const bytes = await downloadPack(server.file('/a.drillpack', Buffer.from('PK…')), {
      onProgress: (...at) => progress.push(at),
    });
    assert.deepEqual([text(bytes), progress], ['PK…', [[5, 5]]]);
  });

  it('follows redirects', async () => {
    server.file('/end', Buffer.from('PK'));
    server.on('/second', (_, response) => response.writeHead(307, { location: '/end' }).end());
    const first = server.on('/first', (_, response) =>
      response.writeHead(302, { location: server.address('/second').href }).end('elsewhere'),
    );
    assert.equal(text(await downloadPack(first)), 'PK');
  });

  it('does not follow them for ever', async () => {
    const round = server.on('/round', (_, response) => response.writeHead(302, { location: '/round' }).end());
    const before = server.asked.length;
    await assert.rejects(downloadPack(round), { code: 'too-many-redirects' });
    assert.equal(server.asked.length - before, downloadLimits.redirects + 1);
  });

  for (const [title, location] of [
    ['to plain http elsewhere', 'http://a.example/x'],
    ['to a file', 'file:///etc/passwd'],
    ['to a name and a password', 'https://me:secret@a.example/x'],
    ['to nothing that is an address', 'https://['],
  ] as const)
    it(`does not follow one ${title}`, async () => {
      const lead = server.on('/lead', (_, response) => response.writeHead(302, { location }).end());
      await assert.rejects(downloadPack(lead), { code: 'unsafe-redirect' });
    });

  it('does not follow one from elsewhere to this machine', () => {
    const elsewhere = new URL('https://a.example/x');
    for (const location of ['http://127.0.0.1:8080/x', 'https://localhost/x', '//[::1]/x'])
      assert.throws(() => redirected(elsewhere, location), { code: 'unsafe-redirect' });
    assert.equal(redirected(elsewhere, '../y').href, 'https://a.example/y');
  });

  it('stops when it has become too large, whatever was declared', async () => {
    let sent = 0;
    const closed = new Promise<void>(resolve => {
      server.on('/endless', (_, response) => {
        response.writeHead(200, { 'content-type': 'application/zip' });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(16_384))) sent += 16_384;
        };
        response.on('drain', more).on('close', () => resolve());
        more();
      });
    });
    const limits = { ...downloadLimits, bytes: 100_000 };
    await assert.rejects(downloadPack(server.address('/endless'), { limits }), { code: 'archive-too-large' });
    await closed; // the connection is not left to run on
    assert.ok(sent < 50_000_000, `${sent} bytes were sent`);
  });

  it('does not begin to read what is declared too large', async () => {
    const large = server.on('/large', (_, response) =>
      response.writeHead(200, { 'content-length': 10_000_000_000 }).write('P'),
    );
    await assert.rejects(downloadPack(large), {
      code: 'archive-too-large',
      message: `${large.href} is larger than the 20000000 bytes that a pack may have.`,
    });
  });

  it('counts what is compressed as it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    const address = server.on('/bomb', (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb),
    );
    await assert.rejects(downloadPack(address), { code: 'archive-too-large' });
  });

  it('says of a web page that it is one', async () => {
    const page = server.on('/page', (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>'),
    );
    await assert.rejects(downloadPack(page), {
      code: 'not-a-pack',
      message: /copy the address of the download/,
    });
  });

  it('says what the server answered', async () => {
    const gone = server.address('/gone');
    await assert.rejects(downloadPack(gone), {
      code: 'not-served',
      message: `${gone.href} was not handed out: the server answered 404 (Not Found). Check the address.`,
    });
  });

  it('says that nobody is there', async () => {
    const other = await PackServer.start();
    const address = other.address('/x');
    await other.stop();
    await assert.rejects(downloadPack(address), { code: 'unreachable', message: /\(ECONNREFUSED\)/ });
  });

  it('ends when nothing more is sent', async () => {
    const slow = server.on('/silent', (_, response) => response.writeHead(200).write('P'));
    const limits = { ...downloadLimits, silenceMs: 50 };
    await assert.rejects(downloadPack(slow, { limits }), {
      code: 'timed-out',
      message: /sent nothing for 0\.05 seconds/,
    });
  });

  it('ends when little by little is sent', async () => {
    const drip = server.on('/drip', (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('P'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const limits = { ...downloadLimits, totalMs: 200 };
    await assert.rejects(downloadPack(drip, { limits }), {
      code: 'timed-out',
      message: /had not arrived after 0\.2 seconds/,
    });
  });

  it('ends when the person changes their mind', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const waiting = server.on('/waiting', (_, response) => {
      closed = once(response, 'close');
      response.writeHead(200).write('P');
    });
    await assert.rejects(
      downloadPack(waiting, { signal: controller.signal, onProgress: () => controller.abort() }),
      { name: 'AbortError' },
    );
    await closed;
    await assert.rejects(downloadPack(waiting, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
