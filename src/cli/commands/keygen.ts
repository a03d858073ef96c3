import { writeFile } from 'node:fs/promises';
import { HumanError, toError } from '../../core/errors';
import { fingerprint, generateKeys } from '../../node/drillpack/signing';
import { exitCodes, type ExitCode, type Io } from '../io';

/** Writes a new pair of keys: `<into>.key`, which only its owner may read, and `<into>.pub`. Nothing is replaced. */
export async function keygen({ into }: { readonly into: string }, io: Io): Promise<ExitCode> {
  const keys = generateKeys();
  const write = async (file: string, text: string, mode: number): Promise<void> => {
    await writeFile(file, text, { flag: 'wx', mode }).catch((cause: unknown) => {
      const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
      const why = isThere ? 'it exists already' : toError(cause).message;
      throw new HumanError('not-written', `${file} is not written: ${why}.`, { cause });
    });
  };
  await write(`${into}.key`, keys.privateKey, 0o600);
  await write(`${into}.pub`, `design-drills ed25519 ${keys.publicKey}\n`, 0o644);
  io.out(`${into}.key  the private key: keep it secret, and keep a copy`);
  io.out(`${into}.pub  the public key, ${fingerprint(keys)}`);
  return exitCodes.ok;
}
