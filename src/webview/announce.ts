import type { CheckResult, RunReport } from '../core/run/report';
import { isBusy, type Notice, type State } from './state';
import type { Say } from './strings';
import { checkName, verdictOf } from './verdict';

/** The sentence for people who do not see the change, or undefined when it is not worth interrupting them. */
export function announcement(before: State, after: State, say: Say): string | undefined {
  return (
    newNotice(before, after, say) ??
    runChange(before, after, say) ??
    newHint(before, after, say) ??
    newSaveFailure(before, after, say)
  );
}

export function noticeText(notice: Notice, folder: string, say: Say): string {
  switch (notice.kind) {
    case 'failed':
      return say('actionFailed', { reason: notice.reason });
    case 'scaffolded': {
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

/** "14 of 31 checks passed. 2 failed. R3 failed: refills continuously." */
export function reportSentences(report: RunReport, say: Say): string {
  return [...verdictOf(report, say).sentences, ...failedRequirements(report.checks, say)].join(' ');
}

const named = 3;

function failedRequirements(checks: readonly CheckResult[], say: Say): string[] {
  const firstOf = new Map</* requirement id */ string, CheckResult>();
  for (const check of checks)
    if (check.state === 'failed')
      for (const id of check.requirements) if (!firstOf.has(id)) firstOf.set(id, check);
  const sentences = [...firstOf].map(([id, check]) =>
    say('requirementFailed', { id, check: checkName(check.title).name }),
  );
  const more = sentences.length - named;
  return more > 0 ? [...sentences.slice(0, named), say.many('moreFailed', more)] : sentences;
}

function newHint(before: State, after: State, say: Say): string | undefined {
  const hints = after.question?.hints ?? [];
  // One that was opened elsewhere is there to be found, and interrupts nobody.
  if (!isBusy(after, 'hint') || before.question?.ref !== after.question?.ref) return undefined;
  const index = hints.findIndex((hint, i) => hint.html !== null && before.question?.hints[i]?.html === null);
  const hint = hints[index];
  return hint && say('hintShown', { number: index + 1, total: hints.length, title: hint.title });
}

function newSaveFailure(before: State, after: State, say: Say): string | undefined {
  for (const [key, draft] of Object.entries(after.drafts)) {
    if (draft.ref !== after.question?.ref) continue;
    if (draft.failure === null || before.drafts[key]?.failure === draft.failure) continue;
    const title = after.question.discussions.find(d => d.id === draft.discussion)?.title ?? draft.discussion;
    return say('saveFailedSentence', { title, reason: draft.failure });
  }
  return undefined;
}
