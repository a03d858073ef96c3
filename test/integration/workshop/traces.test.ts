import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import type { TraceEvent } from '../../../src/core/run/trace';
import { attemptWith } from '../support/attempts';
import { answering } from '../support/dialogs';
import { writeText } from '../support/files';
import { activated, startOver } from '../support/host';
import { PanelEnd } from '../support/panelEnd';
import { counter } from '../support/sample';

describe('traces', () => {
  let api: TestApi;
  let panel: PanelEnd;
  before(async () => (api = await activated()));
  beforeEach(async () => {
    await startOver(api);
    panel = new PanelEnd(api, counter.ref);
    await panel.channel.request('ready', null);
  });
  afterEach(() => panel.dispose());

  const check = { suite: 'ceiling', title: 'R3 stops at its ceiling', seed: 5 };
  const lastValue = (trace: readonly TraceEvent[] | null) =>
    trace?.findLast(event => event.kind === 'point')?.value;
  const limitOf = (trace: readonly TraceEvent[] | null) => trace?.find(({ kind }) => kind === 'limit');

  it('end where the check failed, and can be compared with the reference and with the run before', async () => {
    const attempt = await attemptWith(api, counter.ref, { 'counter.ts': counter.noCeiling });
    const before = () => panel.channel.request('traceOf', { ...check, what: 'before' });
    assert.equal(await before(), null);

    await panel.channel.request('check', { seed: check.seed });
    const { report } = api.services.results.get(attempt)!;
    const mine = report.checks.find(({ title }) => title === check.title)!.trace;
    assert.deepEqual(mine.at(-1), { kind: 'failed', t: 0 });
    assert.equal(await before(), null);

    const reference = await panel.channel.request('traceOf', { ...check, what: 'reference' });
    const limit = limitOf(mine);
    assert.deepEqual(limitOf(reference), limit);
    assert.ok(limit?.kind === 'limit' && lastValue(mine) === limit.value + 3);
    assert.equal(lastValue(reference), limit.value);
    assert.equal(
      reference?.some(({ kind }) => kind === 'failed'),
      false,
    );

    await writeText(vscode.Uri.joinPath(attempt.folder, 'counter.ts'), counter.solution);
    await panel.channel.request('check', { seed: check.seed });
    assert.deepEqual(await before(), mine);
  });

  it('of a reference are not shown where a check does not tell what it expected', async () => {
    const sealed = new PanelEnd(api, 'sample/sealed');
    try {
      await attemptWith(api, 'sample/sealed');
      const { exercise } = await api.services.packs.need('sample/sealed');
      const [plan] = await (await api.services.runner.get()).plan(exercise);
      const asked = { suite: plan!.suite, title: plan!.title, seed: 1, what: 'reference' } as const;
      assert.equal(await sealed.channel.request('traceOf', asked), null);
    } finally {
      sealed.dispose();
    }
  });

  it('are written to where the person says, or nowhere', async () => {
    await attemptWith(api, counter.ref);
    const file = path.join(tmpdir(), `design-drills-trace-${process.pid}.csv`);
    const save = (uri: vscode.Uri | undefined) =>
      answering(
        'showSaveDialog',
        () => uri,
        async () => {
          const data = 'ms,kind\r\n0,limit\r\n';
          const result = await panel.channel.request('saveExport', {
            name: 'R3: stops/at',
            kind: 'csv',
            data,
          });
          assert.equal(result, uri !== undefined);
        },
      );
    try {
      await save(undefined);
      await assert.rejects(readFile(file), { code: 'ENOENT' });
      await save(vscode.Uri.file(file));
      assert.equal(await readFile(file, 'utf8'), 'ms,kind\r\n0,limit\r\n');
    } finally {
      await rm(file, { force: true });
    }
  });
});
