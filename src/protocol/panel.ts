import type { VersionChange } from '../core/attemptUpdate';
import type { Difficulty, ExerciseKind, ExerciseRef, Owner, Skill } from '../core/exercise';
import type { Problem } from '../core/pack/problem';
import type { ExerciseState } from '../core/progress';
import type { CheckState, RunReport } from '../core/run/report';
import type { TraceEvent } from '../core/run/trace';
import type { CheckId, PlannedCheck } from '../core/run/request';
import type { ShownProposal } from '../core/examiner/shownProposal';
import type { Score } from '../core/review/review';
import type { DiscussionView } from './discussionView';
import type { Played, PlaygroundView, PlayParams } from './playground';
import type { Channel } from './rpc';

/** Why Scaffold and Check cannot be used, or `ready`. */
export type Gate = 'ready' | 'no-folder' | 'untrusted' | 'virtual';

/** The whole of what the question panel shows. HTML comes from core/markdown.ts only. */
export interface QuestionView {
  readonly ref: ExerciseRef;
  /** Where there is nothing to run there is no run, and no file but the answers. */
  readonly kind: ExerciseKind;
  readonly packTitle: string;
  /** Of what the pack's author wrote, as a tag of BCP 47; the panel's own words are in the editor's. */
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly difficulty: Difficulty;
  readonly minutes: number;
  readonly skills: readonly Skill[];
  readonly statementHtml: string;
  /** Empty when the exercise has none, or it is not revealed yet. */
  readonly productionHtml: string;
  readonly requirements: readonly {
    readonly id: string;
    readonly html: string;
    readonly state: CheckState;
  }[];
  /** `html` is null until the hint has been asked for. */
  readonly hints: readonly { readonly title: string; readonly html: string | null }[];
  readonly discussions: readonly DiscussionView[];
  readonly examiner: ExaminerView;
  readonly attempt: AttemptView | null;
  readonly gate: Gate;
  readonly state: ExerciseState;
  readonly runs: number;
  /** A sentence saying when it counts as passed; empty where checks say so. */
  readonly doneWhen: string;
  /** The reference solution may be compared with the attempt. */
  readonly solutionRevealed: boolean;
  /** A sentence saying when it will be, when it is not. */
  readonly solutionWhen: string;
  readonly next: { readonly ref: ExerciseRef; readonly title: string } | null;
  readonly run: RunView;
  /** Null where the exercise has none, and while it may not be seen. */
  readonly playground: PlaygroundView | null;
  /** Set while an author looks at what he writes: everything is shown, nothing can be run or written. */
  readonly preview: PreviewView | null;
}

/** Whether a language model may be asked for scores. */
export type ExaminerView =
  | {
      readonly kind: 'offered';
      readonly name: string;
      /** Discussions whose answers it has been sent and has said nothing about yet. */
      readonly reading: readonly string[];
    }
  /** The editor offers none. */
  | { readonly kind: 'none' }
  /** Nothing is sent from a workspace that is not trusted. */
  | { readonly kind: 'untrusted' };

/** What came of asking a language model. */
export interface Examined {
  /** As the next `question` has it, too. */
  readonly proposal: ShownProposal;
  /** Points that it wrote about and the rubric does not have. */
  readonly leftOut: number;
}

export interface PreviewView {
  /** Mistakes in the exercise as it stands in the editor. */
  readonly problems: readonly PreviewProblem[];
  /** exercise.yaml cannot be used as it stands: what it said when it last could is shown. */
  readonly outdated: boolean;
}

/** Lines and columns start at 1; `file` is relative to the pack. */
export type PreviewProblem = Pick<Problem, 'file' | 'line' | 'column' | 'message' | 'remedy' | 'severity'>;

/** `before` is the run before the one that is shown. */
export type ComparedTrace = 'reference' | 'before';

/** A file that the panel has made. */
export interface Export {
  /** Suggested; the person decides. */
  readonly name: string;
  readonly kind: 'png' | 'csv';
  readonly data: string;
}

export interface AttemptView {
  /** Workspace-relative, for display. */
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly owner: Owner }[];
  /** Null while the attempt is as the exercise has it, or the person does not want to hear of it now. */
  readonly update: UpdateView | null;
}

/** The exercise has changed since the attempt was begun. */
export interface UpdateView {
  /** Version of the pack that the attempt was made with. */
  readonly from: string;
  /** Version that is installed. */
  readonly to: string;
  readonly change: VersionChange;
  /** Files that an update adds, replaces or renames. */
  readonly moving: number;
  /** Files of the learner that stay as they are although the exercise has changed there. */
  readonly staying: number;
}

export type RunView =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      readonly total: number;
      readonly checks: readonly LiveCheck[];
    }
  | {
      readonly kind: 'report';
      /** After the reveal rule: what may not be seen is not in it. */
      readonly report: RunReport;
      /** Epoch milliseconds. */
      readonly at: number;
      /** A file of the attempt has changed since. */
      readonly stale: boolean;
    };

/** A block of code in a text. */
export interface CodeBlock {
  /** As the author named it; lower case. */
  readonly language: string;
  readonly code: string;
}

/** The next so many characters of a block. */
export interface CodeToken {
  readonly length: number;
  /** `#…`; null for the colour of the page. */
  readonly colour: string | null;
  /** Bits: 1 italic, 2 bold, 4 underlined, 8 struck through. */
  readonly style: number;
}

/** With suite and requirements, so that a requirement turns green or red while the run goes on. */
export interface LiveCheck extends PlannedCheck {
  readonly state: CheckState | 'running';
}

/** What the extension host offers the panel. */
export interface HostContract {
  requests: {
    /** First message of every panel. Its answer is the whole initial state. */
    ready: { params: null; result: QuestionView };
    /** Writes the starter files; files that exist are kept. */
    scaffold: { params: null; result: { created: number; kept: number } };
    /**
     * Answers when the run has ended; progress comes as `run` events. `seed` repeats an earlier run, `only` a single
     * check of it.
     */
    check: { params: { suite?: string; only?: CheckId; seed?: number }; result: null };
    /** As `check`, of everything, in the editor's debugger. */
    debug: { params: null; result: null };
    cancel: { params: null; result: null };
    /** Asks for confirmation in the editor, keeps a backup. False when the person changed their mind. */
    reset: { params: null; result: boolean };
    /** Brings the attempt to the version that is installed; the editor says what became of it. */
    updateAttempt: { params: null; result: null };
    /** Opens the next hint; hints are opened in order and stay open. */
    hint: { params: { index: number }; result: { html: string } };
    /**
     * Writes what stands at a place, an `AnswerPlace`, into the attempt's answers/. The last write wins; answered when it
     * is on disk. `ref` is the exercise that the text was written for: a panel that has moved on must not write it into
     * another attempt.
     */
    saveAnswer: { params: { ref: ExerciseRef; place: string; text: string }; result: null };
    /** Markdown as it will be shown: by the same rules as a statement. */
    renderText: { params: { text: string }; result: { html: string } };
    /** What comes of the following four is in the next `question`. */
    scorePoint: { params: { discussion: string; point: string; score: Score }; result: null };
    checkEstimate: { params: { discussion: string; id: string; text: string }; result: null };
    /** In order, like hints. */
    showFollowUp: { params: { discussion: string; index: number }; result: null };
    showPoints: { params: { discussion: string; index: number }; result: null };
    /**
     * Sends question, rubric and this answer, which is what the person sees, to the language model whose name is in the
     * view, and keeps what it proposes. Null when it was cancelled.
     */
    examine: { params: { discussion: string; answer: string }; result: Examined | null };
    cancelExamine: { params: { discussion: string }; result: null };
    /** The trace of the same check, by somebody else or at another time; null where there is none. */
    traceOf: {
      params: { suite: string; title: string; seed: number; what: ComparedTrace };
      result: readonly TraceEvent[] | null;
    };
    /** Asks where to, and writes it. False when the person changed their mind. A picture is in base64. */
    saveExport: { params: Export; result: boolean };
    /** Colours in the person's theme, block by block; null for one that stays plain. */
    highlight: {
      params: { blocks: readonly CodeBlock[] };
      result: readonly (readonly CodeToken[] | null)[];
    };
    /** Runs the playground, in place of one that is running. No run: there is no verdict, and nothing is kept. */
    play: { params: PlayParams; result: Played };
  };
  events: {
    /** `path` is looked up among the attempt's files, never joined to a folder. */
    openFile: { path: string; line?: number; column?: number };
    openExercise: { ref: ExerciseRef };
    compareSolution: null;
    /** Opens what is kept of a discussion's review, where it cannot be read. */
    openReview: { discussion: string };
    /** In a preview: shows a problem in its file. `index` is that of the problem in the last view. */
    openProblem: { index: number };
    /** In a preview: proves that the exercise is sound. */
    verify: null;
    /** Opens what an update would change. */
    showUpdate: null;
    /** Says no more of this update. */
    postponeUpdate: null;
    /** "Open Folder…" or "Manage Workspace Trust", whichever `gate` asks for. */
    resolveGate: null;
    /** The pack of the exercise is missing, and the person wants it back. */
    installPack: null;
    /**
     * What the panel needs to come back as it is: JSON with at least `ref`, in pieces of a tenth of a second. The host
     * writes it down, where no crash of the window reaches it, and puts it into the next page: see `keptElementId`.
     */
    kept: { state: string };
  };
}

/** What the panel offers the extension host. Every event is a whole snapshot: a hidden panel misses messages. */
export interface PanelContract {
  requests: Record<never, never>;
  events: {
    question: QuestionView;
    /** While a run goes on. When it has ended a `question` follows, with what the run has changed or revealed. */
    run: RunView;
    /** Code has other colours from now on. */
    theme: null;
    /** The exercise is not in the catalogue any more: why, and how it comes back. A `question` takes it back. */
    missing: { reason: string };
  };
}

/** Where a page finds what a panel before it has sent by `kept`: `<script type="application/json" id="kept">`. */
export const keptElementId = 'kept';

export type HostChannel = Channel<HostContract, PanelContract>;
export type PanelChannel = Channel<PanelContract, HostContract>;
