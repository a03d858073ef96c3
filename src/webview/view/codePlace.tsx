import type { Frame } from '../../core/run/report';
import type { Excerpt } from '../../core/text/excerpt';
import { LinkButton } from './button';
import { useSurroundings } from './context';

/** Where in the learner's files it went wrong, with the lines as they were when they ran; then how it came there. */
export function CodePlace({ frames }: { readonly frames: readonly Frame[] }) {
  const { say } = useSurroundings();
  const [innermost, ...callers] = frames;
  if (!innermost) return null;
  return (
    <div class="place">
      <figure>
        <figcaption>
          <Place frame={innermost} />
        </figcaption>
        {innermost.code && <ExcerptLines excerpt={innermost.code} />}
      </figure>
      {callers.length > 0 && (
        <div class="callers">
          <p class="small-heading">{say('calledFrom')}</p>
          <ol>
            {callers.map((frame, index) => (
              <li key={index}>
                <Place frame={frame} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function Place({ frame }: { readonly frame: Frame }) {
  const { say } = useSurroundings();
  return (
    <>
      <CodeLink {...frame} />
      {frame.fn !== '' && <span class="muted"> {say('inFunction', { fn: frame.fn })}</span>}
    </>
  );
}

/** `limiter.ts:42:32`, which opens the file there. What is seen is part of its name: people say what they see. */
export function CodeLink({ file, line, column }: Pick<Frame, 'file' | 'line' | 'column'>) {
  const { say, actions } = useSurroundings();
  const place = say('frame', { file, line, column });
  return (
    <LinkButton
      isPlace
      label={place}
      name={say('openAt', { place })}
      onPress={() => actions.openFile(file, line, column)}
    />
  );
}

function ExcerptLines({ excerpt: { firstLine, lines, mark } }: { readonly excerpt: Excerpt }) {
  const width = String(firstLine + lines.length - 1).length;
  return (
    <pre class="excerpt">
      {lines.map((line, i) => (
        <span key={i} class={i === mark.index ? 'excerpt-line excerpt-hit' : 'excerpt-line'}>
          <span class="excerpt-number">{String(firstLine + i).padStart(width)}</span>
          <span class="excerpt-code">
            {i === mark.index ? (
              <>
                {line.slice(0, mark.from)}
                <mark>{line.slice(mark.from, mark.to)}</mark>
                {line.slice(mark.to)}
              </>
            ) : (
              line
            )}
            {'\n'}
          </span>
        </span>
      ))}
    </pre>
  );
}
