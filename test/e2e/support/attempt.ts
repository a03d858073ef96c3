import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The exercise that the journeys solve, as a pack author wrote it. */
export const breaker = {
  title: 'Circuit breaker for the model API',
  /** Where Scaffold puts it in a workspace. */
  folder: 'drills/chatbot-platform/circuit-breaker',
  folderOf: (...parts: string[]): string =>
    path.resolve('exercises', 'chatbot-platform', 'circuit-breaker', ...parts),
  /** What a learner begins with, by the name of the file in the attempt. */
  starter: (): [name: string, text: string][] => filesOf('starter'),
  /** The reference solution. */
  solution: (): [name: string, text: string][] => filesOf('solution'),
};

function filesOf(part: string): [name: string, text: string][] {
  const folder = breaker.folderOf(part);
  return readdirSync(folder)
    .sort()
    .map(name => [name, readFileSync(path.join(folder, name), 'utf8')]);
}
