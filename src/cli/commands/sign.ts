import { writeFile } from 'node:fs/promises';
import { HumanError } from '../../core/errors';
import { signDrillpack } from '../../node/drillpack/drillpack';
import { readDrillpack } from '../../node/openPackSource';
import { exitCodes, type ExitCode, type Io } from '../io';
import { readKey, type KeyOptions } from './signingKey';

export interface SignOptions extends KeyOptions {
  /** A `.drillpack`. */
  readonly file: string;
  /** The file to write; the given one when absent. */
  readonly out?: string;
}

/** Signs a built pack. A signature that it had is replaced; nothing else in it changes. */
export async function sign({ file, out = file, ...keyOptions }: SignOptions, io: Io): Promise<ExitCode> {
  const key = await readKey(keyOptions);
  if (!key) throw new HumanError('half-a-signature', 'A signature needs --key and --name.');
  const signed = await signDrillpack(await readDrillpack(file), key);
  if (!signed.ok) throw new HumanError(signed.code, `${file} is not signed. ${signed.message}`);
  await writeFile(out, signed.bytes);
  io.out(`${out}: signed by “${key.name}”`);
  return exitCodes.ok;
}
