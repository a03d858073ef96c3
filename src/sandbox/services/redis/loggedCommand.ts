/** A command that reached the server. */
export interface LoggedCommand {
  /** Virtual milliseconds since the check began. */
  readonly at: number;
  readonly client: string;
  readonly command: string;
  /** As binary texts. */
  readonly args: readonly string[];
  /** Set when it is answered with an error. */
  error: string | null;
}
