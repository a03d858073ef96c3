/** A text that a learner writes in a discussion. */
export type AnswerPlace = { readonly discussion: string } & (
  | { readonly part: 'answer' }
  /** Why a point of the rubric is in the answer, or is not. */
  | { readonly part: 'reason'; readonly point: string }
  /** From 0. */
  | { readonly part: 'follow-up'; readonly index: number }
  | { readonly part: 'estimate'; readonly id: string }
);

/** `discussion`, `discussion/reason/point`, `discussion/follow-up/0`, `discussion/estimate/id`: ids hold no slash. */
export function placeName(place: AnswerPlace): string {
  const { discussion } = place;
  switch (place.part) {
    case 'answer':
      return discussion;
    case 'reason':
      return `${discussion}/reason/${place.point}`;
    case 'follow-up':
      return `${discussion}/follow-up/${place.index}`;
    case 'estimate':
      return `${discussion}/estimate/${place.id}`;
  }
}

export function parsePlace(name: string): AnswerPlace | undefined {
  const [discussion = '', part, id = '', ...more] = name.split('/');
  if (discussion === '' || more.length > 0) return undefined;
  switch (part) {
    case undefined:
      return { discussion, part: 'answer' };
    case 'reason':
      return id === '' ? undefined : { discussion, part, point: id };
    case 'estimate':
      return id === '' ? undefined : { discussion, part, id };
    case 'follow-up':
      return /^(?:0|[1-9]\d{0,3})$/.test(id) ? { discussion, part, index: Number(id) } : undefined;
    default:
      return undefined;
  }
}
