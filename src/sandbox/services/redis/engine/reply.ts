/** An error of Redis: the first word is its code. */
export class RedisError extends Error {
  /** @param text with its code, without the leading `-` */
  constructor(readonly text: string) {
    super(text);
  }
}

/** A simple string, such as OK. A script sees the difference to a text; a client does not. */
export class Status {
  constructor(readonly text: string) {}
}

/** What a command answers. Texts are binary; `null` is a missing value or list. */
export type Reply = string | number | bigint | null | Status | RedisError | readonly Reply[];

export const ok = new Status('OK');
export const queued = new Status('QUEUED');

export const error = (message: string): RedisError => new RedisError(`ERR ${message}`);
export const syntaxError = (): RedisError => error('syntax error');
export const notAnInteger = (): RedisError => error('value is not an integer or out of range');
export const wrongType = (): RedisError =>
  new RedisError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const wrongArity = (command: string): RedisError =>
  error(`wrong number of arguments for '${command}' command`);
