import type { CriticalPath } from './types';

export const criticalPath: CriticalPath = spans => {
  throw new Error(`not implemented: the critical path of ${spans.length} spans`);
};
