import { readFile } from 'node:fs/promises';
import { HumanError } from '../../core/errors';
import { isSignerName } from '../../node/drillpack/signing';

export interface KeyOptions {
  /** The file of the private key. */
  readonly key: string;
  /** What people see as the signer. */
  readonly name: string;
}

/** @throws HumanError unless both or none are given, the file can be read and the name can be shown. */
export async function readKey({
  key,
  name,
}: Partial<KeyOptions>): Promise<{ readonly name: string; readonly privateKey: string } | undefined> {
  if (key === undefined && name === undefined) return undefined;
  if (key === undefined || name === undefined)
    throw new HumanError('half-a-signature', 'A signature needs --key and --name.');
  if (!isSignerName(name))
    throw new HumanError(
      'bad-name',
      'The name of a signer is one line of at most 100 letters, digits and common signs, beginning with a letter or digit.',
    );
  const privateKey = await readFile(key, 'utf8').catch((cause: unknown) => {
    throw new HumanError('bad-key', `The key ${key} cannot be read.`, { cause });
  });
  return { name, privateKey };
}
