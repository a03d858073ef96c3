import type { RunReport, Walls } from '../../core/run/report';
import { useSurroundings } from './context';
import { MessageBox } from './message';

/** Plainly, which protections did not stand and what that means; quietly, which did. */
export function WallsNote({
  report,
  part,
}: {
  readonly report: RunReport;
  readonly part: 'missing' | 'stood';
}) {
  const { say } = useSurroundings();
  if (!ranCode(report)) return null;
  const missing = names.filter(name => !report.walls[name]);
  if (part === 'stood') {
    const stood = names.filter(name => report.walls[name]).map(name => say(`wall.${name}`));
    return stood.length > 0 ? <p class="walls">{say('wallsStood', { walls: stood.join(', ') })}</p> : null;
  }
  if (missing.length === 0) return null;
  return (
    <MessageBox kind="warning">
      <p>{say('wallsMissing')}</p>
      <ul>
        {missing.map(name => (
          <li key={name}>{say(`wallMissing.${name}`)}</li>
        ))}
      </ul>
    </MessageBox>
  );
}

const names: readonly (keyof Walls)[] = ['compartment', 'permissions', 'watchdog', 'emptyEnvironment'];

/** Walls are there to hold code; where none was run there is nothing to say about them. */
function ranCode(report: RunReport): boolean {
  switch (report.kind) {
    case 'finished':
    case 'timed-out':
    case 'crashed':
      return true;
    case 'did-not-compile':
    case 'cancelled':
      return false;
  }
}
