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

function Place({ frame: { file, line, column, fn } }: { readonly frame: Frame }) {
  const { say, actions } = useSurroundings();
  return (
    <>
      <LinkButton
        label={say('frame', { file, line, column })}
        name={say('openAt', { file, line })}
        onPress={() => actions.openFile(file, line, column)}
      />
      {fn !== '' && <span class="muted"> {say('inFunction', { fn })}</span>}
    </>
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
