import path from 'node:path';
import type { OpenService } from '../service';
import { createPostgresKit } from './postgresKit';
import { readPostgresFiles } from './postgresFiles';
import { Server } from './server';
import { Session } from './session';

/** PostgreSQL in the child's own process, for exercises with `services: [postgres]`. */
export const open: OpenService = async powers => {
  const server = await Server.open(await readPostgresFiles(path.join(__dirname, 'postgres')), powers);
  const session = new Session(server, powers);
  const postgres = createPostgresKit(server, session, powers);
  return {
    modules: { '#services/postgres': powers.harden({ __esModule: true, postgres }) },
    reset: () => {
      session.reset();
      server.reset();
      return Promise.resolve();
    },
  };
};
