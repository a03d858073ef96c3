import { usedHeapAfterCollection } from '../collector';
import { virtualClock } from '../time';

/** Bytes of heap that `work` leaves behind. */
export async function retainedBytes(work: () => void | Promise<void>): Promise<number> {
  await virtualClock.advance(0);
  const before = usedHeapAfterCollection();
  await work();
  await virtualClock.advance(0);
  return usedHeapAfterCollection() - before;
}
