import type { QuestionView, RunView } from '../../protocol/panel';
import { liveRequirements } from '../liveRequirements';
import { useSurroundings } from './context';
import { InlineProse } from './prose';
import { requirementId } from './places';
import { isSectionOpen } from '../sections';
import { Section } from './section';
import { CheckStateLabel } from './stateLabel';

interface Props {
  readonly question: QuestionView;
  readonly run: RunView;
  readonly open: Readonly<Record<string, boolean>>;
}

export function Requirements({ question, run, open }: Props) {
  const { say, isPreview } = useSurroundings();
  const rows = liveRequirements(question, run);
  const hasStates = question.kind === 'checked' && !isPreview;
  const passed = rows.filter(row => row.state === 'passed').length;
  return (
    <Section
      id="requirements"
      open={isSectionOpen(open, 'requirements')}
      aside={hasStates ? say('requirementsPassed', { passed, total: rows.length }) : String(rows.length)}
    >
      <ol class="requirements">
        {rows.map(row => (
          <li
            key={row.id}
            id={requirementId(row.id)}
            tabIndex={-1}
            class={`requirement requirement-${row.state}`}
          >
            <span class="requirement-id">{row.id}</span>
            <span class="requirement-text">
              <InlineProse html={row.html} />
            </span>
            {hasStates && <CheckStateLabel state={row.state} />}
          </li>
        ))}
      </ol>
    </Section>
  );
}
