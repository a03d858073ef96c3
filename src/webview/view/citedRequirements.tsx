import type { QuestionView } from '../../protocol/panel';
import { InlineProse } from './prose';

interface Props {
  readonly ids: readonly string[];
  readonly requirements: QuestionView['requirements'];
}

/** The public sentences that a check goes by, word for word. */
export function CitedRequirements({ ids, requirements }: Props) {
  const cited = requirements.filter(({ id }) => ids.includes(id));
  if (cited.length === 0) return null;
  return (
    <ul class="cited">
      {cited.map(({ id, html }) => (
        <li key={id}>
          <span class="requirement-id">{id}</span>
          <InlineProse html={html} />
        </li>
      ))}
    </ul>
  );
}
