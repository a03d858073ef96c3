import type { QuestionView } from './panel';

/**
 * What a panel shows before anybody has answered it: JSON that the host leaves in the page, in
 * `<script type="application/json" id="first-view">`, so that its first frame is the question already.
 */
export interface FirstView {
  /** The editor may show the same page again when the view has long been another: a page is believed once. */
  readonly page: string;
  readonly question: QuestionView;
}

export const firstViewElementId = 'first-view';

/** As far as it takes to know that the host has written it. */
export function isFirstView(value: unknown): value is FirstView {
  if (typeof value !== 'object' || value === null) return false;
  const { page, question } = value as Record<string, unknown>;
  return typeof page === 'string' && typeof question === 'object' && question !== null && 'ref' in question;
}
