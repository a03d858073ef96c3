import type { CreateSketch } from './types';

export const createSketch: CreateSketch = relativeError => {
  throw new Error(`not implemented: a sketch with an error of ${relativeError}`);
};
