import type { RunReport } from '../core/run/report';
import { parsePlace } from '../protocol/answerPlace';
import { examinationText, type Examination } from './examining';
import { estimateText } from './estimateText';
import { isBusy, type Notice, type State } from './state';
import type { Say } from './say';
import { updateText } from './updateText';
import { othersOf, tallyOf, verdictOf } from './verdict';

/** The sentence for people who do not see the change, or undefined when it is not worth interrupting them. */
export function announcement(before: State, after: State, say: Say): string | undefined {
  return (
    newNotice(before, after, say) ??
    runChange(before, after, say) ??
    newHint(before, after, say) ??
    newUpdate(before, after, say) ??
    newExamination(before, after, say) ??
    newVerdict(before, after, say) ??
    newSaveFailure(before, after, say) ??
    problemChange(before, after, say)
  );
}

export function noticeText(notice: Notice, folder: string, say: Say): string {
  switch (notice.kind) {
    case 'failed':
      return say('actionFailed', { reason: notice.reason });
    case 'scaffolded': {
      if (notice.created + notice.kept === 0) return say('begun', { folder });
      const kept = notice.kept > 0 ? ` ${say.many('scaffoldKept', notice.kept)}` : '';
      return say.many('scaffolded', notice.created, { folder }) + kept;
    }
    case 'was-reset':
      return say('wasReset');
  }
}

function newNotice(before: State, after: State, say: Say): string | undefined {
  if (after.notice === null || after.notice === before.notice) return undefined;
  return noticeText(after.notice, after.question?.attempt?.folder ?? '', say);
}

function runChange(before: State, after: State, say: Say): string | undefined {
  const [was, is] = [before.question?.run, after.question?.run];
  // What stood there when the panel was opened, or when another exercise came, is not news.
  if (!was || !is || before.question?.ref !== after.question?.ref) return undefined;
  if (is.kind === 'running')
    return after.slow && !before.slow && is.total > 0 ? say.many('runBegan', is.total) : undefined;
  if (is.kind !== 'report' || (was.kind === 'report' && was.at === is.at)) return undefined;
  return reportSentences(is.report, say);
}

/** "3 of 59 checks failed: R3, R5. 4 not run." or what else became of the run, as one thing to hear. */
export function reportSentences(report: RunReport, say: Say): string {
  const failed = report.checks.filter(check => check.state === 'failed');
  if (report.kind !== 'finished' || report.loadFailure || failed.length === 0)
    return verdictOf(report, say).sentences.join(' ');
  const total = report.checks.length;
  const counts = { failed: failed.length };
  const ids = [...new Set(failed.flatMap(check => check.requirements))];
  const sentence =
    ids.length > 0
      ? say.many('failedChecksCiting', total, { ...counts, ids: ids.sort(byNumber).join(', ') })
      : say.many('failedChecks', total, counts);
  const { notRun, notRevealed } = tallyOf(report.checks);
  return [sentence, ...othersOf({ failed: 0, notRun, notRevealed }, say)].join(' ');
}

const byNumber = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1));

function newHint(before: State, after: State, say: Say): string | undefined {
  const hints = after.question?.hints ?? [];
  // One that was opened elsewhere is there to be found, and interrupts nobody.
  if (!isBusy(after, 'hint') || before.question?.ref !== after.question?.ref) return undefined;
  const index = hints.findIndex((hint, i) => hint.html !== null && before.question?.hints[i]?.html === null);
  const hint = hints[index];
  return hint && say('hintShown', { number: index + 1, total: hints.length, title: hint.title });
}

/** How many there are, not which: the list is there to be read, and typing makes and mends many. */
function problemChange(before: State, after: State, say: Say): string | undefined {
  const [was, is] = [before.question?.preview, after.question?.preview];
  if (!was || !is || was.problems.length === is.problems.length) return undefined;
  return is.problems.length === 0 ? say('previewSound') : say.many('previewProblems', is.problems.length);
}

function newUpdate(before: State, after: State, say: Say): string | undefined {
  const update = after.question?.attempt?.update;
  // What stood there when the panel was opened is read with the rest of it.
  if (!update || before.question?.ref !== after.question.ref) return undefined;
  // Only what is new is news: every other change of the panel brings the same banner again.
  if (JSON.stringify(before.question.attempt?.update) === JSON.stringify(update)) return undefined;
  return updateText(update, say);
}

function newExamination(before: State, after: State, say: Say): string | undefined {
  for (const [id, examination] of Object.entries(after.examined)) {
    if (before.examined[id] === examination) continue;
    const model = after.question?.discussions.find(known => known.id === id)?.model;
    return examinationSentences(examination, model?.rubric.length ?? 0, say);
  }
  if (before.question?.ref !== after.question?.ref) return undefined;
  // One that was asked for before the page was loaded anew.
  for (const { id, model } of after.question?.discussions ?? []) {
    const was = before.question?.discussions.find(known => known.id === id)?.model?.proposal;
    if (!model?.proposal || after.examined[id] || JSON.stringify(was) === JSON.stringify(model.proposal))
      continue;
    const examination: Examination = { kind: 'proposed', proposal: model.proposal, leftOut: 0 };
    return examinationSentences(examination, model.rubric.length, say);
  }
  return undefined;
}

function examinationSentences(examination: Examination, rubric: number, say: Say): string {
  const text = examinationText(examination, rubric, say);
  const asks = examination.kind === 'proposed' && examination.proposal.followUp;
  return asks ? `${text} ${say('examinerAsks', examination.proposal)} ${asks}` : text;
}

/** What came of an estimate, where it was asked for here. */
function newVerdict(before: State, after: State, say: Say): string | undefined {
  if (before.question?.ref !== after.question?.ref) return undefined;
  const estimatesOf = ({ question }: State) => (question?.discussions ?? []).flatMap(d => d.estimates);
  const known = estimatesOf(before);
  for (const [i, { kind, checked }] of estimatesOf(after).entries())
    if (checked && checked.text !== known[i]?.checked?.text) return estimateText(kind, checked.verdict, say);
  return undefined;
}

function newSaveFailure(before: State, after: State, say: Say): string | undefined {
  for (const [key, draft] of Object.entries(after.drafts)) {
    if (draft.ref !== after.question?.ref) continue;
    if (draft.failure === null || before.drafts[key]?.failure === draft.failure) continue;
    const id = parsePlace(draft.place)?.discussion ?? draft.place;
    const title = after.question.discussions.find(d => d.id === id)?.title ?? id;
    return say('saveFailedSentence', { title, reason: draft.failure });
  }
  return undefined;
}
