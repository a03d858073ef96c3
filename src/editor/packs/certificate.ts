import * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import type { Signer, SignerStanding } from '../../core/pack/installDecision';
import { readableFingerprint } from '../../node/drillpack/signing';
import type { PackOffer } from '../../node/drillpack/packLibrary';
import { dayOf, exerciseCount, oneLine, sizeOf } from './packWords';

/** What a person is shown before anything is kept. */
export interface Certificate {
  readonly question: string;
  /** What it is, where it comes from, who signed it and what is known of him. */
  readonly detail: string;
  /** The button that agrees. */
  readonly accept: string;
  /** Something about it asks for a second look. */
  readonly isWarning: boolean;
}

type Decision = Exclude<PackOffer['decision'], { kind: 'same' | 'refused' }>;

export function certificateOf(offer: PackOffer, decision: Decision): Certificate {
  const { standing } = decision;
  const { question, accept } = asking(offer, decision);
  const doubtful = standing.kind === 'unsigned' || (standing.kind === 'first-seen' && standing.namesake);
  return {
    question,
    detail: [facts(offer), standingText(standing), consequence(decision)].filter(Boolean).join('\n\n'),
    accept,
    isWarning: Boolean(doubtful) || decision.kind === 'downgrade',
  };
}

function asking({ pack }: PackOffer, decision: Decision): { question: string; accept: string } {
  const title = oneLine(pack.title);
  switch (decision.kind) {
    case 'install':
      return {
        question: vscode.l10n.t('Install “{0}” {1}?', title, pack.version),
        accept: installLabel(decision.standing),
      };
    case 'update':
      return {
        question: vscode.l10n.t('Update “{0}” from {1} to {2}?', title, decision.from, pack.version),
        accept: vscode.l10n.t('Update'),
      };
    case 'replace':
      return {
        question: vscode.l10n.t(
          'Replace “{0}” {1}? The version is the same, the contents are not.',
          title,
          pack.version,
        ),
        accept: vscode.l10n.t('Replace'),
      };
    case 'downgrade':
      return {
        question: vscode.l10n.t(
          'Go back from {1} to the older {2} of “{0}”?',
          title,
          decision.from,
          pack.version,
        ),
        accept: vscode.l10n.t('Go Back to {0}', pack.version),
      };
    default:
      return assertNever(decision);
  }
}

function installLabel({ kind }: SignerStanding): string {
  switch (kind) {
    case 'known':
      return vscode.l10n.t('Install');
    case 'first-seen':
      return vscode.l10n.t('Trust Signer and Install');
    case 'unsigned':
      return vscode.l10n.t('Install Without Signature');
    default:
      return assertNever(kind);
  }
}

function facts({ pack, bytes, origin, problems }: PackOffer): string {
  const leftOut = problems.filter(({ severity }) => severity === 'error').length;
  return [
    vscode.l10n.t(
      '{0}, {1}, pack id {2}',
      exerciseCount(pack.exercises.length),
      sizeOf(bytes.length),
      pack.id,
    ),
    vscode.l10n.t('By {0}', oneLine(pack.authors.join(', '))),
    vscode.l10n.t('From {0}', oneLine(origin, 300)),
    ...(leftOut > 0
      ? [vscode.l10n.t('Mistakes in it: {0}. Exercises that have some are left out.', leftOut)]
      : []),
  ].join('\n');
}

function standingText(standing: SignerStanding): string {
  switch (standing.kind) {
    case 'unsigned':
      return vscode.l10n.t(
        'Not signed. Nothing shows who made it, or that nobody has changed it since. Install it only if you trust the place that it comes from.',
      );
    case 'known':
      return [
        signedBy(standing.signer),
        vscode.l10n.t('Known since {0}, with the same key.', dayOf(standing.since)),
        vscode.l10n.t(
          'Signed by them: {0}',
          standing.packs.map(({ title }) => oneLine(title, 60)).join(', '),
        ),
      ].join('\n');
    case 'first-seen':
      return [
        signedBy(standing.signer),
        vscode.l10n.t(
          'Seen for the first time. The name is one that the signer chose: compare the key with the one that they publish.',
        ),
        ...(standing.namesake
          ? [
              vscode.l10n.t(
                'You know another signer of this name, with the key {0}. Somebody may be posing as them.',
                readableFingerprint(standing.namesake),
              ),
            ]
          : []),
      ].join('\n');
    default:
      return assertNever(standing);
  }
}

export const signedBy = (signer: Signer): string =>
  [
    vscode.l10n.t('Signed by “{0}”', signer.name),
    vscode.l10n.t('Key (SHA256): {0}', readableFingerprint(signer)),
  ].join('\n');

function consequence({ kind, standing }: Decision): string {
  const kept = vscode.l10n.t('Your attempts, answers and progress are kept.');
  const pinned = vscode.l10n.t('From now on this pack is taken from this signer only.');
  switch (kind) {
    case 'install':
      return standing.kind === 'first-seen' ? pinned : '';
    case 'update':
    case 'replace':
    case 'downgrade':
      return standing.kind === 'first-seen' ? `${pinned} ${kept}` : kept;
    default:
      return assertNever(kind);
  }
}
