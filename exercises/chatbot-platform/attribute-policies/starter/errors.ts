/**
 * A policy that cannot be meant:
 *
 * - its id is that of another policy of the set
 * - `Intl` does not know the zone of a window
 * - the beginning or the end of a window is not a time from `00:00` to `23:59`
 * - a network is not four decimal numbers from 0 to 255, joined by dots, a slash, and a decimal number from 0 to 32, all
 *   without leading zeros; or its address has a bit behind that prefix, as `10.20.30.40/16` has
 */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  constructor(
    /** The id of such a policy; if there are several, of any one of them. */
    readonly policy: string,
    problem: string,
  ) {
    super(`Policy ${policy}: ${problem}`);
  }
}
