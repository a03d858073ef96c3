import { cp } from 'node:fs/promises';
import path from 'node:path';
import { breaker } from './attempt';
import type { Session } from './session';
import { shows } from './waiting';

/** Trusts the folder, scaffolds the breaker, and runs a solution that lacks its answers: some checks pass, some fail. */
export async function runHalfSolvedBreaker({ workbench, folder }: Session): Promise<void> {
  await workbench.showView('Design Drills');
  await workbench.row(new RegExp(`^${breaker.title}`)).click();
  await workbench.panel.button('Manage Workspace Trust').click();
  await workbench.trustFolder();
  await workbench.panel.button('Scaffold').click();
  await shows(workbench.panel.state, 'Started');
  const attempt = path.join(folder, breaker.folder);
  await cp(breaker.folderOf('solution'), attempt, { recursive: true });
  await cp(breaker.folderOf('starter', 'answers.ts'), path.join(attempt, 'answers.ts'));
  await workbench.panel.button('Check').click();
  await shows(workbench.panel.state, 'Failing');
}
