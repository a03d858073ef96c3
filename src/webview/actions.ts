import type { Panel } from './panel';
import type { Reviewing } from './reviewing';

/** What the views may do. Every method returns at once; what comes of it is a new state. */
export type Actions = Pick<
  Panel,
  | 'start'
  | 'scaffold'
  | 'check'
  | 'debug'
  | 'cancel'
  | 'reset'
  | 'updateAttempt'
  | 'showUpdate'
  | 'postponeUpdate'
  | 'hint'
  | 'openFile'
  | 'openExercise'
  | 'compareSolution'
  | 'resolveGate'
  | 'installPack'
  | 'openProblem'
  | 'verify'
  | 'toggle'
  | 'closeNotice'
  | 'edit'
  | 'focusAnswer'
  | 'blurAnswer'
  | 'saveNow'
  | 'traceOf'
  | 'saveExport'
  | 'play'
  | 'copy'
  | 'highlight'
> & { readonly reviewing: ReviewingActions };

export type ReviewingActions = Pick<
  Reviewing,
  | 'score'
  | 'checkEstimate'
  | 'showFollowUp'
  | 'showPoints'
  | 'examine'
  | 'cancelExamine'
  | 'render'
  | 'openReview'
>;
