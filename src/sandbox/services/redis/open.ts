import { epoch } from '../../virtualClock';
import type { OpenService } from '../service';
import { createControl } from './control';
import { MemoryBackend } from './memoryBackend';
import { Network } from './network';
import { RemoteBackend } from './remoteBackend';
import { Server } from './server';

/** Opens the service for one child. */
export const open: OpenService = ({ clock, random, harden, outside }) => {
  const serverClock = { skew: 0 };
  const now = (): number => epoch + clock.elapsed() + serverClock.skew;
  const publish = (channel: string, message: string): number => server.publish(channel, message);
  const memory = new MemoryBackend({ now, random, publish });
  const server: Server = new Server(memory, clock);
  const network = new Network(clock);
  const isReal = (): boolean => server.backend !== memory;
  const control = createControl({ clock, harden, server, network, serverClock, isReal });
  return Promise.resolve({
    modules: { '#services/redis': control },
    useHost: ask => {
      const subscribers = () => server.subscribers();
      server.backend = ask ? new RemoteBackend({ ask, outside, now, publish, subscribers }) : memory;
    },
    reset: async () => {
      serverClock.skew = 0;
      network.reset();
      await server.reset();
    },
  });
};
