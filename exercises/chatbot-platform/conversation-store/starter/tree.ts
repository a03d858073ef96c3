import type { CreateTree } from './types';

export const createTree: CreateTree = conversation => {
  throw new Error(`not implemented: a tree for ${conversation}`);
};
