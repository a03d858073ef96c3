import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { killHost, Killing, ways, type End } from './support/killing';
import { Session } from './support/session';
import { becomes, shows } from './support/waiting';

/** Each way once; `npm run kill-test` does it at random moments, and looks at the caret as well. */
const ends: readonly End[] = [
  { way: 'restart', isRunning: true, ms: 700 },
  { way: 'host', isRunning: false, ms: 300 },
  { way: 'late', isRunning: false, ms: 500 },
  { way: 'crash', isRunning: false, ms: 450 },
  { way: 'close', isRunning: true, ms: 600 },
];

describe('nothing typed is lost when', function () {
  this.timeout(240_000);
  let session: Session;
  let killing: Killing;

  before(async () => {
    session = await Session.open();
    let letters = 0;
    killing = new Killing(session, () => (letters++ * 0.37) % 1, false);
    await killing.begin();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  for (const end of ends) it(ways[end.way], () => killing.end(end));
});

describe('an extension host that has ended alone', function () {
  this.timeout(240_000);
  let session: Session;
  const exercise = (folder: string) => path.join(folder, 'pack', 'counter', 'exercise.yaml');

  before(async () => {
    session = await Session.open(undefined, folder =>
      cp(path.resolve('test', 'workspaces', 'author'), path.join(folder, 'pack'), { recursive: true }),
    );
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  it('leaves no dead page about progress, and no dead preview', async () => {
    const { workbench } = session;
    const { panel, progress } = workbench;
    await workbench.showView('Design Drills');
    await workbench.rowShowing('Count what happens').waitFor();
    await workbench.run('Design Drills: Preview Exercise');
    await workbench.choice('Count what happens').click();
    await shows(panel.title, 'Count what happens');
    await workbench.viewAction('Show Progress');
    await progress.title.waitFor();
    await panel.mark();
    killHost();
    await becomes(() => panel.isMarked(), false);
    await progress.button('Signing key leaked').click();
    await shows(panel.title, 'Signing key leaked');

    await workbench.tab('Preview: Count what happens').click();
    await shows(panel.title, 'Count what happens');
    const text = await readFile(exercise(session.folder), 'utf8');
    await writeFile(exercise(session.folder), text.replace('Count what happens', 'Count it again'));
    await shows(panel.title, 'Count it again');
    await becomes(() => workbench.tabs(), ['Preview: Count it again', 'Progress', 'Signing key leaked']);
  });
});
