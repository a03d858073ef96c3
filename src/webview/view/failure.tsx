import type { Failure, Frame, LogLine } from '../../core/run/report';
import { comparedLines, type ComparedLine } from '../comparedLines';
import { LinkButton } from './button';
import { useSurroundings } from './context';

export function FailureDetails({ failure }: { readonly failure: Failure }) {
  const { expected, actual } = failure;
  return (
    <div class="failure">
      <p class="failure-message">{failure.message}</p>
      {expected !== undefined && actual !== undefined && <Comparison expected={expected} actual={actual} />}
      <Frames frames={failure.frames} />
    </div>
  );
}

/** Both sides in full; lines in which they differ are marked by a sign and a bar, not by colour alone. */
function Comparison({ expected, actual }: { readonly expected: string; readonly actual: string }) {
  const { say } = useSurroundings();
  const lines = comparedLines(expected, actual);
  return (
    <div class="comparison">
      <Side name={say('expected')} looks="expected" lines={lines.expected} />
      <Side name={say('actual')} looks="actual" lines={lines.actual} />
    </div>
  );
}

interface SideProps {
  readonly name: string;
  readonly looks: 'expected' | 'actual';
  readonly lines: readonly ComparedLine[];
}

function Side({ name, looks, lines }: SideProps) {
  return (
    <figure class={`side side-${looks}`}>
      <figcaption>{name}</figcaption>
      <pre tabIndex={0}>
        {lines.map(({ text, differs }, index) => (
          <span key={index} class={differs ? 'line line-differs' : 'line'}>
            {`${text}\n`}
          </span>
        ))}
      </pre>
    </figure>
  );
}

function Frames({ frames }: { readonly frames: readonly Frame[] }) {
  const { say, actions } = useSurroundings();
  if (frames.length === 0) return null;
  return (
    <div class="frames">
      <p class="small-heading">{say('where')}</p>
      <ol>
        {frames.map(({ file, line, column, fn }, index) => (
          <li key={index}>
            <LinkButton
              label={say('frame', { file, line, column })}
              name={say('openAt', { file, line })}
              onPress={() => actions.openFile(file, line, column)}
            />
            {fn !== '' && <span class="muted"> {say('inFunction', { fn })}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Logs({ lines, title }: { readonly lines: readonly LogLine[]; readonly title: string }) {
  if (lines.length === 0) return null;
  return (
    <figure class="logs">
      <figcaption class="small-heading">{title}</figcaption>
      <pre tabIndex={0}>
        {lines.map(({ level, text }, index) => (
          <span key={index} class={`log log-${level}`}>
            <span class="log-level">{level}</span> {`${text}\n`}
          </span>
        ))}
      </pre>
    </figure>
  );
}
