import * as l10n from '@vscode/l10n';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../core/errors';
import type { Pack } from '../core/exercise';
import { buildPack } from '../core/pack/buildPack';
import { formatManifest, manifestFile, manifestOf } from '../core/pack/manifest';
import { parsePack } from '../core/pack/parsePack';
import { formatProblem, type Problem } from '../core/pack/problem';
import { compileSuiteModule } from './compile';
import { readPack } from './packFiles';
import { sha256 } from './packHash';

export interface BuiltPack {
  readonly pack: Pack;
  /** Mistakes in exercises that were left out; only a draft has any. */
  readonly problems: readonly Problem[];
}

/**
 * Builds the pack in `folder` into `into`, which is replaced. A draft leaves out exercises that have mistakes.
 *
 * @throws HumanError `bad-pack` with the first mistake: otherwise half a pack would be handed out.
 */
export async function buildBundledPack(
  folder: string,
  into: string,
  { draft = false }: { readonly draft?: boolean } = {},
): Promise<BuiltPack> {
  const source = await readPack(folder);
  const { pack, problems } = parsePack(source);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!pack || (errors.length > 0 && !draft))
    throw new HumanError(
      'bad-pack',
      l10n.t('{0} cannot be built: {1}', folder, errors.map(formatProblem)[0] ?? l10n.t('it is empty')),
    );
  const files: Record<string, string> = buildPack(pack, compileSuite);
  const hashes = Object.entries(files).map(([name, text]): [string, string] => [name, sha256(text)]);
  files[manifestFile] = formatManifest(manifestOf(pack, new Map(hashes)));
  await rm(into, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(into, name)), { recursive: true });
    await writeFile(path.join(into, name), text);
  }
  return { pack, problems: errors };
}

/** @throws HumanError `broken-suite` with the place. */
export function compileSuite(file: string, text: string): string {
  const compiled = compileSuiteModule(file, text);
  if (compiled.ok) return compiled.code;
  const [error] = compiled.errors;
  throw new HumanError(
    'broken-suite',
    `${file}:${error?.line ?? 1}: ${error?.message ?? l10n.t('does not compile')}`,
  );
}
