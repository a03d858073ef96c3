import path from 'node:path';

export type Authoring = typeof import('./authoring');

/** @param dist the built folder, which holds the bundle */
export const loadAuthoring = (dist: string): Authoring =>
  require(path.join(dist, 'authoring.js')) as Authoring;
