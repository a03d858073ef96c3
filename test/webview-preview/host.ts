import { formatQuantity } from '../../src/core/estimates/formatQuantity';
import { judgeEstimate } from '../../src/core/estimates/judgeEstimate';
import { renderMarkdown } from '../../src/core/markdown';
import type { DiscussionView, EstimateView } from '../../src/protocol/discussionView';
import type { HostContract, PanelContract, QuestionView } from '../../src/protocol/panel';
import { highlight } from '../../src/node/highlight/highlighter';
import { Channel } from '../../src/protocol/rpc';
import {
  checkCount,
  fixtureNames,
  fixtures,
  hintHtml,
  liveRun,
  proposal,
  referenceTrace,
  type FixtureName,
} from './fixtures';
import { delayMs, pick, playEditor, theme } from './pageHost';
import { playedFor, stoppedPlay } from './playground';
import { codeThemes } from './themes';

/**
 * Plays VS Code to the panel: its variables, its API object, and a host that answers from the fixtures. Runs in the
 * page, before the panel. `?fixture=failed&theme=light` choose what is shown; `&delay=300` slows every answer.
 */

declare global {
  interface Window {
    /** For tests: what the panel has asked for, and a way to send it something. */
    previewHost: {
      readonly asked: { readonly method: string; readonly params: unknown }[];
      readonly violations: string[];
      send<E extends keyof PanelContract['events']>(event: E, params: PanelContract['events'][E]): void;
      readonly fixtures: typeof fixtures;
      /** The next save fails with this reason. */
      failSave: string | null;
    };
  }
}

const codeTheme = codeThemes[theme];
let question: QuestionView = fixtures[pick<FixtureName>('fixture', fixtureNames, 'new')];

const asked: { method: string; params: unknown }[] = [];
const later = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

const note =
  <P, R>(method: string, answer: (params: P) => R | Promise<R>) =>
  async (params: P): Promise<R> => {
    asked.push({ method, params });
    await later(delayMs);
    return answer(params);
  };
const heard =
  (method: string) =>
  (params: unknown): void =>
    void asked.push({ method, params });

function revise(id: string, change: (discussion: DiscussionView) => DiscussionView): void {
  const discussions = question.discussions.map(one => (one.id === id ? change(one) : one));
  question = { ...question, discussions };
  channel.notify('question', question);
}

/** 3,000/s is right. */
function withVerdict(estimate: EstimateView, text: string): EstimateView {
  const expected = { quantity: { kind: 'rate', value: 3_000 }, tolerance: 2 } as const;
  const verdict = judgeEstimate(expected, text, '.');
  if (verdict.kind === 'unclear') return estimate;
  const shown =
    verdict.kind === 'refused' ? verdict : { ...verdict, read: formatQuantity(verdict.read, 'en') };
  return { ...estimate, answer: text, checked: { text, verdict: shown } };
}

let runsCancelled = 0;
async function playRun(): Promise<null> {
  const before = runsCancelled;
  const wasCancelled = () => runsCancelled > before;
  for (let done = 0; done < checkCount && !wasCancelled(); done++) {
    channel.notify('run', liveRun(done));
    await later(Math.max(delayMs, 120));
  }
  const end = wasCancelled() ? fixtures.cancelled : fixtures.failed;
  question = { ...end, discussions: question.discussions };
  channel.notify('run', end.run);
  channel.notify('question', question);
  return null;
}

const channel = new Channel<HostContract, PanelContract>(
  frame => setTimeout(() => window.postMessage(frame, '*')),
  {
    ready: note('ready', () => question),
    scaffold: note('scaffold', () => {
      question = fixtures.scaffolded;
      channel.notify('question', question);
      return { created: question.attempt?.files.length ?? 0, kept: 0 };
    }),
    check: note('check', playRun),
    debug: note('debug', playRun),
    cancel: note('cancel', () => {
      runsCancelled++;
      return null;
    }),
    reset: note('reset', () => true),
    updateAttempt: note('updateAttempt', () => {
      if (question.attempt) question = { ...question, attempt: { ...question.attempt, update: null } };
      channel.notify('question', question);
      return null;
    }),
    hint: note('hint', ({ index }: { index: number }) => ({ html: hintHtml(index) })),
    traceOf: note('traceOf', ({ what }) => (what === 'reference' ? referenceTrace : null)),
    saveExport: note('saveExport', () => true),
    saveAnswer: note('saveAnswer', () => {
      const reason = window.previewHost.failSave;
      window.previewHost.failSave = null;
      if (reason !== null) throw new Error(reason);
      return null;
    }),
    highlight: note('highlight', ({ blocks }) =>
      blocks.map(({ language, code }) => highlight(codeTheme, language, code)),
    ),
    renderText: note('renderText', ({ text }: { text: string }) => ({
      html: renderMarkdown(text, { demoteHeadings: 3 }),
    })),
    scorePoint: note('scorePoint', () => null),
    checkEstimate: note('checkEstimate', ({ discussion, text }: { discussion: string; text: string }) => {
      revise(discussion, one => ({ ...one, estimates: one.estimates.map(each => withVerdict(each, text)) }));
      return null;
    }),
    showFollowUp: note('showFollowUp', ({ discussion, index }: { discussion: string; index: number }) => {
      const followUp = { index, html: 'And what do you measure?', answer: '', pointsHtml: null };
      revise(discussion, one =>
        one.model ? { ...one, model: { ...one.model, followUps: [...one.model.followUps, followUp] } } : one,
      );
      return null;
    }),
    showPoints: note('showPoints', () => null),
    examine: note('examine', () => ({ proposal, leftOut: 0 })),
    cancelExamine: note('cancelExamine', () => null),
    play: note('play', params =>
      question.playground?.referenceRevealed ? playedFor(params) : stoppedPlay(params),
    ),
  },
  {
    openFile: heard('openFile'),
    openExercise: heard('openExercise'),
    compareSolution: heard('compareSolution'),
    showUpdate: heard('showUpdate'),
    postponeUpdate: heard('postponeUpdate'),
    resolveGate: heard('resolveGate'),
    installPack: heard('installPack'),
    openProblem: heard('openProblem'),
    verify: heard('verify'),
    openReview: heard('openReview'),
    kept: () => undefined,
  },
);

window.previewHost = {
  asked,
  violations: [],
  send: (event, params) => channel.notify(event, params),
  fixtures,
  failSave: null,
};

document.addEventListener('securitypolicyviolation', event =>
  window.previewHost.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
);

playEditor(message => channel.receive(message));
