import { createRequire } from 'node:module';
import path from 'node:path';
import { textsInUse } from '../textsInUse';
import type * as AuthoringModule from './authoring';

export type Authoring = typeof AuthoringModule;

/** @param dist the built folder, which holds the bundle */
export function loadAuthoring(dist: string): Authoring {
  const file = path.join(dist, 'authoring.js');
  const authoring = createRequire(file)(file) as Authoring;
  authoring.useTexts(textsInUse());
  return authoring;
}
