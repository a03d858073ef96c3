import { useState } from 'preact/hooks';
import type { Failure, LogLine } from '../../core/run/report';
import { LinkButton } from './button';
import { CodePlace } from './codePlace';
import { Comparison } from './comparison';
import { useSurroundings } from './context';

export function FailureDetails({ failure }: { readonly failure: Failure }) {
  const { message, expected, actual, frames } = failure;
  return (
    <div class="failure">
      <Message text={message} />
      <CodePlace frames={frames} />
      {expected !== undefined && actual !== undefined && <Comparison expected={expected} actual={actual} />}
    </div>
  );
}

/** Characters and lines of a message that are shown at once. */
const [mostCharacters, mostLines] = [600, 8];

function Message({ text }: { readonly text: string }) {
  const { say, actions } = useSurroundings();
  const [whole, setWhole] = useState(false);
  const short = text.split('\n').slice(0, mostLines).join('\n').slice(0, mostCharacters);
  const isLong = short.length < text.length;
  return (
    <div class="failure-text">
      <p class="failure-message">{whole || !isLong ? text : `${short}…`}</p>
      {isLong && (
        <p class="failure-tools">
          <LinkButton
            label={say(whole ? 'showLess' : 'showAll')}
            name={say(whole ? 'showLessMessage' : 'showAllMessage')}
            onPress={() => setWhole(!whole)}
          />
          <LinkButton
            label={say('copy')}
            name={say('copyNamed', { what: say('message') })}
            onPress={() => void actions.copy(text)}
          />
        </p>
      )}
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
