import type { ProgressHostContract, ProgressPageContract } from '../../src/protocol/progressPanel';
import { Channel } from '../../src/protocol/rpc';
import { pick, playEditor } from './pageHost';
import { progressFixtureNames, progressFixtures } from './progressFixtures';

/** Plays VS Code to the page about progress: as host.ts, and nothing that is asked for happens. */

const channel = new Channel<ProgressHostContract, ProgressPageContract>(
  frame => setTimeout(() => window.postMessage(frame, '*')),
  { ready: () => progressFixtures[pick('fixture', progressFixtureNames, 'progress-some')] },
  { openExercise: () => undefined, act: () => undefined, resetExercise: () => undefined },
);
playEditor(message => channel.receive(message));
