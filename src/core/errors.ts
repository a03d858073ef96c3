/** Its message is written for the person using the tool and is shown without a stack. */
export class HumanError extends Error {
  override readonly name = 'HumanError';

  constructor(
    /** Stable, kebab-case; tests and callers may switch on it. */
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Anything can be thrown; from here on it is an Error. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** The `default` branch of an exhaustive switch. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
