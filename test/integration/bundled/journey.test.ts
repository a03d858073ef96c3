import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CatalogEntry } from '../../../src/core/pack/catalog';
import type { TestApi } from '../../../src/extension';
import { activated } from '../support/host';
import { PanelEnd } from '../support/panelEnd';

describe('the exercises that come with the extension', () => {
  let api: TestApi;
  let entries: readonly CatalogEntry[];
  before(async () => {
    api = await activated();
    entries = api.services.packs.catalog.entries;
  });

  it('are there', () =>
    assert.deepEqual(
      entries.map(({ ref }) => ref),
      [
        'chatbot-platform/jwt-breach',
        'chatbot-platform/sessions-or-tokens',
        'chatbot-platform/role-hierarchy',
        'chatbot-platform/permission-conflicts',
        'chatbot-platform/attribute-policies',
        'chatbot-platform/audit-log',
        'chatbot-platform/rate-limiting',
        'chatbot-platform/circuit-breaker',
        'chatbot-platform/slow-requests',
        'chatbot-platform/conversation-store',
        'chatbot-platform/tenant-isolation',
        'chatbot-platform/latency-hunt',
        'chatbot-platform/right-to-erasure',
        'chatbot-platform/model-rollout',
        'chatbot-platform/cache-invalidation',
      ],
    ));

  it('each fail as scaffolded, by requirement, and pass with the reference solution', async function () {
    this.timeout(120_000);
    for (const { ref } of entries) {
      const { exercise } = await api.services.packs.need(ref);
      const { attempt } = await api.services.scaffolder.scaffold(ref);
      const starter = await api.services.runs.check(attempt, { source: 'command' });
      assert.equal(starter.kind, 'finished', ref);
      const failed = starter.checks.filter(({ state }) => state === 'failed');
      assert.ok(failed.length > 0, ref);
      for (const { title, requirements } of failed) assert.ok(requirements.length > 0, `${ref}: ${title}`);

      for (const { path: file, owner, solution } of exercise.files)
        if (owner === 'learner')
          await vscode.workspace.fs.writeFile(
            vscode.Uri.joinPath(attempt.folder, file),
            new TextEncoder().encode(solution),
          );
      const solved = await api.services.runs.check(attempt, { source: 'command' });
      assert.deepEqual(
        solved.checks
          .filter(({ state }) => state !== 'passed')
          .map(({ title, failure }) => `${title}: ${failure?.message ?? ''}`),
        [],
        ref,
      );
      assert.equal(api.services.progress.of(ref).lastOutcome, 'passed', ref);
    }
  });

  it('show the pictures that come with them', async () => {
    const panel = new PanelEnd(api, 'chatbot-platform/jwt-breach');
    try {
      const { statementHtml } = await panel.channel.request('ready', null);
      const [, data] =
        /<img src="data:image\/svg\+xml;base64,([^"]+)" alt="[^"]{40,}">/.exec(statementHtml) ?? [];
      assert.match(Buffer.from(data ?? '', 'base64').toString(), /^<svg [\s\S]*<\/svg>\s*$/);
    } finally {
      panel.dispose();
    }
  });

  it('come from where the extension is installed', () => {
    const root = api.context.extensionUri.fsPath;
    const places = api.services.packs.problems.map(
      ({ location }) => path.relative(root, location.path).split(path.sep)[0],
    );
    for (const place of places) assert.ok(place === 'exercises' || place === 'dist', place);
    assert.ok(existsSync(path.join(root, 'media', 'types', 'attempt.d.ts')));
    assert.match(readFileSync(path.join(root, 'package.json'), 'utf8'), /"design-drills"/);
  });
});
