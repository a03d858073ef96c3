import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { fixtureNames } from './fixtures';
import { buildSite } from './site';
import { themeNames } from './themes';

/** `npx tsx test/webview-preview/serve.ts [--port 8123]`: the panel in a browser, without an editor. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8123' } } });
  const site = await buildSite('.tmp/webview-preview');
  const server = createServer((request, response) => {
    const found = site(new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`));
    response.writeHead(found ? 200 : 404, found ? { 'content-type': found.contentType } : {});
    response.end(found?.body);
  });
  server.listen(Number(values.port), '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${values.port}/?theme=dark&fixture=new`);
    console.log(`Themes: ${themeNames.join(', ')}. Fixtures: ${fixtureNames.join(', ')}.`);
  });
}

void main();
