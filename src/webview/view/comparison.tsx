import { useState } from 'preact/hooks';
import { comparedLines, type ComparedLine } from '../../core/text/comparedLines';
import { differingSpans, folded, isLong, unfolded, type FoldedRow, type Span } from '../folding';
import { LinkButton } from './button';
import { useSurroundings } from './context';

interface ComparisonProps {
  readonly expected: string;
  readonly actual: string;
}

/** Both sides; lines in which they differ are marked by a sign and a bar, not by colour alone. */
export function Comparison({ expected, actual }: ComparisonProps) {
  const { say } = useSurroundings();
  const [whole, setWhole] = useState(false);
  const lines = comparedLines(expected, actual);
  const isOneLine = lines.expected.length === 1 && lines.actual.length === 1;
  const spans = isOneLine ? differingSpans(expected, actual) : undefined;
  const foldable = isLong(lines.expected) || isLong(lines.actual);
  const rows = (side: readonly ComparedLine[], span: Span | undefined) =>
    (whole || !foldable ? unfolded : folded)(side, span ? [span] : []);
  return (
    <div class="comparison">
      <div class="sides">
        <Side
          {...{ name: say('expected'), looks: 'expected', text: expected }}
          rows={rows(lines.expected, spans?.expected)}
        />
        <Side
          {...{ name: say('actual'), looks: 'actual', text: actual }}
          rows={rows(lines.actual, spans?.actual)}
        />
      </div>
      {foldable && (
        <LinkButton label={say(whole ? 'showLess' : 'showAll')} onPress={() => setWhole(!whole)} />
      )}
    </div>
  );
}

interface SideProps {
  readonly name: string;
  readonly looks: 'expected' | 'actual';
  readonly rows: readonly FoldedRow[];
  /** In full, for the clipboard. */
  readonly text: string;
}

/** A short value is quicker to select than to copy by a button. */
const worthAButton = 60;

function Side({ name, looks, rows, text }: SideProps) {
  const { say, actions } = useSurroundings();
  return (
    <figure class={`side side-${looks}`}>
      <figcaption>
        <span class="small-heading">{name}</span>
        {text.length > worthAButton && (
          <LinkButton
            label={say('copy')}
            name={say('copyNamed', { what: name })}
            onPress={() => void actions.copy(text)}
          />
        )}
      </figcaption>
      <pre tabIndex={0}>
        {rows.map((row, index) =>
          row.kind === 'gap' ? (
            <span key={index} class="line line-gap">
              {`${say.many('gap', row.lines)}\n`}
            </span>
          ) : (
            <span key={index} class={row.line.differs ? 'line line-differs' : 'line'}>
              {row.line.before}
              {row.line.marked !== '' && <mark>{row.line.marked}</mark>}
              {`${row.line.after}\n`}
            </span>
          ),
        )}
      </pre>
    </figure>
  );
}
