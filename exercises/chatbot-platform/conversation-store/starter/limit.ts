/** @throws RangeError unless it is a whole number from 1 to 100 */
export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new RangeError(`A limit is a whole number from 1 to 100, not ${limit}`);
}
