import type { CreateTraceAnalyzer } from './types';

export const createTraceAnalyzer: CreateTraceAnalyzer = () => {
  throw new Error('not implemented');
};
