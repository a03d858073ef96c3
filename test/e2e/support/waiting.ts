import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** Of a busy machine, on which an extension host alone takes half a minute to start. */
export const patienceMs = 90_000;

/** Waits until what `read` gives equals `expected`. @throws with both values when it does not come to that */
export async function becomes<T>(read: () => Promise<T>, expected: T): Promise<void> {
  let actual = await read();
  for (const deadline = Date.now() + patienceMs; !equal(actual, expected) && Date.now() < deadline;) {
    await delay(100);
    actual = await read();
  }
  assert.deepEqual(actual, expected);
}

/** Waits until a place shows exactly this text. */
export const shows = (place: Locator, text: string): Promise<void> =>
  becomes(async () => (await place.innerText()).replaceAll(/\s+/g, ' ').trim(), text);

const equal = (a: unknown, b: unknown): boolean => {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
};
