import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { follow, stepsOf } from './support/documentSteps';

const cli = path.resolve(__dirname, '..', '..', 'cli.js');

/** What the documents for authors tell people to do, done word for word with the built command line. */
describe('the documents for authors', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-document-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lead to a first pack that is sound', () => {
    const steps = stepsOf(readFileSync('exercises/first-pack.md', 'utf8'));
    assert.deepEqual(
      steps.map(({ kind }) => kind).join(' '),
      'command command command change command change write change command command command command command command',
    );
    follow(steps, folder, cli);
    assert.ok(existsSync(path.join(folder, 'my-pack-0.1.0.drillpack')));
  });

  for (const document of ['distribute', 'sign-and-update'])
    it(`show what happens to a pack: ${document}.md`, () => {
      const [begin, add] = stepsOf(readFileSync('exercises/first-pack.md', 'utf8'));
      const steps = stepsOf(readFileSync(`exercises/${document}.md`, 'utf8')).filter(
        ({ kind }) => kind === 'command',
      );
      assert.ok(steps.length >= 5);
      follow([begin!, add!, ...steps], folder, cli);
    });

  it('lead to each other', () => {
    for (const document of ['first-pack', 'distribute', 'sign-and-update']) {
      const text = readFileSync(`exercises/${document}.md`, 'utf8');
      const links = [...text.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link = '']) => link);
      assert.ok(links.length > 0);
      for (const link of links)
        assert.ok(existsSync(path.join('exercises', link)), `${document}.md: ${link}`);
    }
  });
});
