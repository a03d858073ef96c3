import { rm } from 'node:fs/promises';
import type { TestApi } from '../../../src/extension';

/** Nothing installed, nobody trusted, no folder used in place: as on the first day. */
export async function forgetPacks({ services }: TestApi): Promise<void> {
  await rm(services.own.library.folder, { recursive: true, force: true });
  await services.packs.refresh();
}
