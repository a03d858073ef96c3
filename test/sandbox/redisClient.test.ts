import assert from 'node:assert/strict';
import { clientChecks, clientSuite } from './redis/clientChecks';
import { outcomes, requestFor, useRunner } from './support/exercise';

describe('redis for suites and learners', () => {
  const { run } = useRunner();

  it('does what ioredis and a server do', async () => {
    const report = await run(requestFor({ services: ['redis'], suites: { s: clientSuite() } }));
    assert.equal(report.kind, 'finished');
    const expected = Object.fromEntries(Object.keys(clientChecks).map(title => [`R1 ${title}`, 'passed']));
    assert.deepEqual(outcomes(report), expected);
  });

  it('hands a learner the types, and says that a client is handed in', async () => {
    const suites = { s: `it('R1 never', () => {});` };
    const files = { 'a.ts': `import Redis from 'ioredis';\nexport const r = new Redis();` };
    const report = await run(requestFor({ files, services: ['redis'], suites }));
    assert.ok(report.kind === 'did-not-compile');
    assert.deepEqual(
      report.errors.map(({ line, message }) => [line, message]),
      [
        [
          1,
          "'ioredis' has only types here: write “import type { … } from 'ioredis'”. The client is handed to your code.",
        ],
      ],
    );
  });
});
