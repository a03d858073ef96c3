/** This conversation has no message of this id: it never had, it is removed, or it belongs to another conversation. */
export class UnknownMessageError extends Error {
  override readonly name = 'UnknownMessageError';
  constructor(readonly id: string) {
    super(`This conversation has no message ${JSON.stringify(id)}`);
  }
}

/** The text is no cursor that `page` has given for this conversation. */
export class BadCursorError extends Error {
  override readonly name = 'BadCursorError';
  constructor() {
    super('This is no cursor of this conversation: begin again with the newest page');
  }
}
