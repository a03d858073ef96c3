import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import type { TreeNode } from '../../../src/editor/catalogTree';
import { writeManyPacks } from '../../bench/manyPacks';
import { until } from '../support/events';
import { activated, folderUri } from '../support/host';

const packs = 4;
const exercises = 75;

describe('a catalogue of hundreds of exercises', function () {
  this.timeout(60_000);
  let api: TestApi;
  const generated = () =>
    api.services.packs.catalog.entries.filter(({ pack }) => pack.id.startsWith('pack-')).length;

  before(async () => {
    api = await activated();
    const places = await writeManyPacks(folderUri('many').fsPath, packs, exercises);
    const relative = places.map(place => path.relative(folderUri().fsPath, place));
    const listed = until(api.services.packs.onDidChange, () => generated() === packs * exercises);
    await vscode.workspace
      .getConfiguration('designDrills')
      .update('packs.folders', relative, vscode.ConfigurationTarget.Workspace);
    await listed;
  });
  beforeEach(() => (api.catalogView.tree.filter = ''));

  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const rows = (node?: TreeNode) => api.catalogView.tree.getChildren(node);
  const labels = (nodes: readonly TreeNode[]) =>
    nodes.map(node => api.catalogView.tree.getTreeItem(node).label);

  it('shows packs closed, and below one of them its modules and exercises', () => {
    const roots = rows().filter(node => node.kind === 'pack' && node.pack.id.startsWith('pack-'));
    assert.deepEqual(labels(roots), ['Pack 0', 'Pack 1', 'Pack 2', 'Pack 3']);
    assert.deepEqual(
      [...new Set(roots.map(node => api.catalogView.tree.getTreeItem(node).collapsibleState))],
      [Collapsed],
    );
    const modules = rows(roots[1]);
    assert.deepEqual(labels(modules), ['Module 1', 'Module 2', 'Module 3', 'Module 4', 'Module 5']);
    assert.deepEqual(labels(rows(modules[0])).slice(0, 2), [
      'A outbox for service 75',
      'A shard for service 76',
    ]);
    assert.equal(rows(modules[0]).length, 15);
  });

  it('opens what is left when a filter leaves few', () => {
    api.catalogView.tree.filter = 'pack-2 limiter advanced';
    const [root, ...others] = rows();
    assert.ok(root);
    assert.deepEqual([labels([root]), others.length], [['Pack 2'], 0]);
    assert.equal(api.catalogView.tree.getTreeItem(root).collapsibleState, Expanded);
    const found = rows(root).flatMap(module => labels(rows(module)));
    assert.deepEqual(found, ['A limiter for service 170', 'A limiter for service 200']);
  });

  it('has no exercise in memory until one is opened, and then that one', async () => {
    const entry = api.services.packs.find('pack-3/cache-232');
    assert.ok(entry);
    assert.deepEqual(Object.keys(entry).sort(), ['card', 'module', 'pack', 'ref']);
    assert.equal('statement' in entry.card, false);
    const panel = await api.services.flows.open('pack-3/cache-232');
    const { exercise } = await api.services.packs.need('pack-3/cache-232');
    assert.match(exercise.statement, /^# cache 232\n/);
    assert.equal((await api.services.packs.need('pack-3/cache-232')).exercise, exercise);
    assert.equal(panel.ref, 'pack-3/cache-232');
  });

  it('draws only the pack anew in which something has changed', async () => {
    const drawn: unknown[] = [];
    const link = api.catalogView.tree.onDidChangeTreeData(nodes => drawn.push(nodes && labels(nodes)));
    try {
      await api.services.progress.update('pack-1/limiter-80', entry => ({
        ...entry,
        firstPassAt: 1,
      }));
      await until(api.catalogView.tree.onDidChangeTreeData, () => drawn.length > 0);
      assert.deepEqual(drawn, [['Pack 1']]);
    } finally {
      link.dispose();
    }
    const node = api.catalogView.tree.nodeOf('pack-1/limiter-80');
    assert.ok(node);
    assert.match(String(api.catalogView.tree.getTreeItem(node).description), /^passed · /);
  });

  it('can be looked at', async () => {
    await vscode.commands.executeCommand('designDrills.exercises.focus');
    const node = api.catalogView.tree.nodeOf('pack-2/queue-153');
    assert.ok(node);
    assert.equal(api.catalogView.tree.getParent(node)?.kind, 'module');
  });

  it('is remembered for the next window', () => {
    const index = vscode.Uri.joinPath(api.context.globalStorageUri, 'packs', 'packs.index').fsPath;
    assert.ok(existsSync(index), index);
  });

  it('tells of a pack that is damaged, and keeps the others', async () => {
    const { packs: store } = api.services;
    await vscode.workspace.fs.writeFile(folderUri('many', 'pack-0.drillpack'), new Uint8Array([80, 75, 3]));
    await store.refresh();
    assert.equal(generated(), (packs - 1) * exercises);
    const broken = store.problems.find(({ location }) => location.path.endsWith('pack-0.drillpack'));
    assert.deepEqual(
      broken?.problems.map(({ code }) => code),
      ['bad-archive'],
    );
  });
});
