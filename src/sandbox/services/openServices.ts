import '../realm';
import { createRequire } from 'node:module';
import path from 'node:path';
import { failAssertion } from '../failures';
import { outside } from '../outsideWork';
import { watchdog } from '../postedWatchdog';
import type { RandomStream } from '../randomStream';
import { virtualClock } from '../time';
import type { OpenService, SandboxService, ServicePowers } from './service';

/** The stream that faults and latencies draw from; changed before every check. */
let stream: RandomStream = () => 0;

export function setServiceRandom(next: RandomStream): void {
  stream = next;
}

const powers: ServicePowers = {
  clock: virtualClock,
  random: () => stream(),
  outside,
  harden,
  fail: failAssertion,
  allowMoreTime: () => watchdog.beginCheck(),
};

const load = createRequire(__filename);

/** The services that this child was started with. Their bundles lie beside the harness. */
export async function openServices(names: readonly string[]): Promise<readonly SandboxService[]> {
  const opened: SandboxService[] = [];
  for (const name of names) {
    const { open } = load(path.join(__dirname, `${name}.js`)) as { open: OpenService };
    opened.push(await open(powers));
  }
  return opened;
}
