import { HumanError } from '../../core/errors';
import { parsePack } from '../../core/pack/parsePack';
import { openDrillpack } from '../../node/drillpack/drillpack';
import { fingerprint } from '../../node/drillpack/signing';
import { readDrillpack } from '../../node/openPackSource';
import { located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { printable, styleFor } from '../style';

export interface InspectOptions {
  /** A `.drillpack`. */
  readonly file: string;
  readonly json: boolean;
}

/** Shows what is in a built pack and who signed it, without installing or running anything of it. */
export async function inspect({ file, json }: InspectOptions, io: Io): Promise<ExitCode> {
  const result = await openDrillpack(await readDrillpack(file), { label: file });
  if (!result.ok) throw new HumanError(result.code, `${file} cannot be used. ${result.message}`);
  const { manifest, signer, source } = result.opened;
  const { problems } = parsePack(source);
  const signed = signer && { ...signer, fingerprint: fingerprint(signer) };
  const { id, title, description, version, authors, license, exercises } = manifest;
  const size = source.list().length;
  if (json) {
    const facts = { id, title, description, version, authors, license, exercises };
    io.out(
      JSON.stringify({ version: 1, pack: facts, hash: source.hash, files: size, signer: signed, problems }),
    );
    return problems.length === 0 ? exitCodes.ok : exitCodes.usage;
  }
  const style = styleFor(io.color);
  io.out(`${style.bold(printable(title))} ${id} ${version}`);
  if (description) io.out(printable(description));
  io.out(
    `by ${printable(authors.join(', '))}, ${printable(license)}; ${size} files, ${source.hash.slice(0, 16)}…`,
  );
  io.out(signed ? `signed by “${signed.name}”, ${signed.fingerprint}` : style.yellow('not signed'));
  for (const card of exercises)
    io.out(
      `  ${card.id.padEnd(28)} ${card.difficulty.padEnd(13)} ${card.minutes} min  ${printable(card.title)}`,
    );
  for (const problem of problems) io.err(located({ folder: file, problem }));
  return problems.length === 0 ? exitCodes.ok : exitCodes.usage;
}
