import * as vscode from 'vscode';
import { verdictReport } from '../../core/authoring/verdictReport';
import { DisposableStore } from '../lifecycle';
import type { AuthoredExercise } from './authoredPacks';
import { keyOf } from './editedPacks';
import type { Verifications } from './verifications';

const scheme = 'design-drills-verification';

/** The last verdict on an exercise as a page: findings, designs, and which requirement catches which wrong variant. */
export class VerifyReports implements vscode.Disposable {
  private readonly store = new DisposableStore();

  constructor(private readonly verifications: Verifications) {
    const changed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
    this.store.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: changed.event,
        provideTextDocumentContent: uri => this.text(uri),
      }),
    );
    this.store.add(
      verifications.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) changed.fire(uri);
      }),
    );
  }

  uriOf({ pack, exercise }: AuthoredExercise): vscode.Uri {
    return vscode.Uri.from({
      scheme,
      path: `/${pack.id}/${exercise}.md`,
      query: keyOf({ pack, exercise }),
    });
  }

  async show(place: AuthoredExercise): Promise<void> {
    const uri = this.uriOf(place);
    const commands = await vscode.commands.getCommands(true);
    if (commands.includes('markdown.showPreview'))
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    else await vscode.window.showTextDocument(uri); // the editor's own Markdown extension is off
  }

  dispose(): void {
    this.store.dispose();
  }

  private text(uri: vscode.Uri): string {
    const kept = this.verifications.all.find(({ place }) => keyOf(place) === uri.query);
    if (!kept) return vscode.l10n.t('This exercise has not been verified in this window.');
    return verdictReport(kept.judged.verdict, kept);
  }
}
