import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import { ContextKey } from '../contextKey';
import { previewViewType, type PackTarget, type Target } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { PackDiagnostics } from '../packDiagnostics';
import { PanelJournal } from '../questionPanel/panelJournal';
import type { Services } from '../services';
import { isTestItem } from '../targets';
import { askWhich } from './ask';
import { AuthoredPacks, type AuthoredExercise, type AuthoredPlace } from './authoredPacks';
import { buildPack } from './buildPack';
import { EditedPacks } from './editedPacks';
import { registerLanguage } from './language';
import { insertRequirement } from './insertRequirement';
import type { LanguageTexts } from './languageTexts';
import { newExercise } from './newExercise';
import { newPack } from './newPack';
import { PreviewPanels } from './previewPanels';
import { Verifications } from './verifications';
import { Verifier, type Verification } from './verifier';
import { registerVerifyDiagnostics } from './verifyDiagnostics';
import { VerifyReports } from './verifyReport';
import { VerifyTests } from './verifyTests';

export type AuthoringServices = Pick<
  Services,
  'extension' | 'installation' | 'storage' | 'packs' | 'log' | 'colours'
> & {
  readonly diagnostics: PackDiagnostics;
};

/** What the people who write packs get: new packs and exercises, help and a preview while typing, and proofs. */
export class Authoring implements vscode.Disposable {
  private readonly store = new DisposableStore();
  readonly authored: AuthoredPacks;
  readonly edited: EditedPacks;
  readonly previews: PreviewPanels;
  readonly verifications: Verifications;
  readonly verifyTests: VerifyTests;
  readonly reports: VerifyReports;
  private readonly texts: LanguageTexts;
  private readonly hasVerified = new ContextKey('designDrills.hasVerified');

  constructor(private readonly services: AuthoringServices) {
    const { extension, log, colours } = services;
    this.authored = this.store.add(new AuthoredPacks(services));
    this.edited = this.store.add(new EditedPacks(this.authored, services.packs));
    this.previews = this.store.add(
      new PreviewPanels(
        extension,
        this.authored,
        {
          authored: this.authored,
          edited: this.edited,
          log,
          colours,
          verify: file => void vscode.commands.executeCommand('designDrills.verifyExercise', file),
        },
        this.store.add(new PanelJournal(services.storage, 'previews', previewViewType, log)),
      ),
    );
    this.verifications = this.store.add(new Verifications(this.authored, this.edited));
    this.store.add(registerVerifyDiagnostics(this.verifications));
    this.reports = this.store.add(new VerifyReports(this.verifications));
    const verifier = this.store.add(new Verifier(this.edited, services.installation, services.storage, log));
    this.verifyTests = this.store.add(
      new VerifyTests({
        packs: services.packs,
        authored: this.authored,
        verifier,
        verifications: this.verifications,
      }),
    );
    this.store.add(
      this.verifications.onDidChange(() => this.hasVerified.set(this.verifications.all.length > 0)),
    );
    this.texts = this.store.add(registerLanguage(services, this.authored, this.edited)).texts;
    void this.authored.ready;
  }

  dispose(): void {
    this.store.dispose();
  }

  newPack(beside?: vscode.Uri): Promise<void> {
    return newPack(this.services, this.authored, beside);
  }

  newExercise(target?: PackTarget): Promise<void> {
    return newExercise(this.services, this.authored, target);
  }

  buildPack(target?: PackTarget): Promise<void> {
    return buildPack(this.authored, target);
  }

  insertRequirement(): Promise<void> {
    return insertRequirement(this.texts);
  }

  async preview(target: Target | undefined, column: vscode.ViewColumn): Promise<void> {
    const place = await this.exerciseFor(target, vscode.l10n.t('Preview Exercise'));
    this.previews.open(place, column);
  }

  /** Asked for, so it may say when it is done; what it found stays in Problems and in the Test Explorer. */
  async verify(target: Target | undefined): Promise<void> {
    const place = await this.exerciseFor(target, vscode.l10n.t('Verify Exercise'));
    const title = vscode.l10n.t('Verifying “{0}”', this.titleOf(place));
    let shown = 0;
    const verification = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) =>
        this.verifyTests.verify(place, token, {
          onProgress: ({ done, all, share }) => {
            progress.report({
              message: vscode.l10n.t('{0} of {1} runs', done, all),
              increment: Math.max(0, share - shown) * 100,
            });
            shown = share;
          },
        }),
    );
    void this.tell(place, verification);
  }

  private async tell(place: AuthoredExercise, verification: Verification): Promise<void> {
    const title = this.titleOf(place);
    if (verification.kind === 'broken') {
      const show = vscode.l10n.t('Show Problems');
      const text = vscode.l10n.t(
        '“{0}” cannot be verified before the mistakes in its files are corrected.',
        title,
      );
      if ((await vscode.window.showWarningMessage(text, show)) === show)
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    }
    const show = vscode.l10n.t('Show Report');
    const { findings, verdict } = verification;
    const answer = verdict.ok
      ? await vscode.window.showInformationMessage(vscode.l10n.t('“{0}” is sound.', title), show)
      : await vscode.window.showWarningMessage(
          findings.length === 1
            ? vscode.l10n.t('“{0}” is not sound yet: 1 finding.', title)
            : vscode.l10n.t('“{0}” is not sound yet: {1} findings.', title, findings.length),
          show,
        );
    if (answer === show) await this.reports.show(place);
  }

  async showVerification(target: Target | undefined): Promise<void> {
    const place = await this.exerciseFor(target, vscode.l10n.t('Show Verification Report'));
    if (!this.verifications.of(place))
      throw new HumanError(
        'not-verified',
        vscode.l10n.t('“{0}” has not been verified in this window. Verify it first.', this.titleOf(place)),
      );
    await this.reports.show(place);
  }

  /**
   * The exercise that was pointed at, else the one that is being written or looked at, else the one that is chosen.
   * @throws HumanError when it is not one that can be written here.
   */
  private async exerciseFor(target: Target | undefined, title: string): Promise<AuthoredExercise> {
    await this.authored.ready;
    if (target !== undefined) {
      const place = this.placeOf(target);
      if (isExercise(place)) return place;
      throw new HumanError(
        'no-exercise',
        vscode.l10n.t('This is no exercise of a pack that can be written here.'),
      );
    }
    const active = this.authored.placeOf(vscode.window.activeTextEditor?.document.uri);
    if (isExercise(active)) return active;
    return this.previews.active ?? (await this.pick(title));
  }

  private titleOf({ pack, exercise }: AuthoredExercise): string {
    const ref: ExerciseRef = `${pack.id}/${exercise}`;
    return this.services.packs.find(ref)?.card.title ?? exercise;
  }

  private placeOf(target: Target): AuthoredPlace | undefined {
    if (typeof target === 'string') return this.authored.exerciseOf(target);
    if (target instanceof vscode.Uri) return this.authored.placeOf(target);
    return isTestItem(target) ? this.authored.placeOf(target.uri) : this.authored.exerciseOf(target.ref);
  }

  private async pick(title: string): Promise<AuthoredExercise> {
    const places = this.authored.all.flatMap(pack => pack.exercises.map(exercise => ({ pack, exercise })));
    if (places.length === 0)
      throw new HumanError(
        'no-pack',
        vscode.l10n.t('There is no pack in this workspace yet. Begin one with “New Pack…”.'),
      );
    const items = places.map(place => ({
      label: this.titleOf(place),
      description: `${place.pack.id}/${place.exercise}`,
      place,
    }));
    return (await askWhich(items, { title, placeHolder: vscode.l10n.t('Which exercise?') })).place;
  }
}

const isExercise = (place: AuthoredPlace | undefined): place is AuthoredExercise =>
  place?.exercise !== undefined;
