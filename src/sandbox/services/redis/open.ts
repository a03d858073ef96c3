import { epoch } from '../../virtualClock';
import type { OpenService } from '../service';
import { MemoryBackend } from './memoryBackend';
import { createControl } from './control';
import { Network } from './network';
import { Server } from './server';

/** Opens the service for one child. */
export const open: OpenService = async ({ clock, random, harden }) => {
  const serverClock = { skew: 0 };
  const now = (): number => epoch + clock.elapsed() + serverClock.skew;
  const backend = new MemoryBackend({
    now,
    random,
    publish: (channel, message) => server.publish(channel, message),
  });
  const server: Server = new Server(backend, clock);
  const network = new Network(clock);
  const control = createControl({ clock, harden, server, network, serverClock, isReal: () => false });
  return {
    modules: { '#services/redis': control },
    reset: async () => {
      serverClock.skew = 0;
      network.reset();
      await server.reset();
    },
  };
};
