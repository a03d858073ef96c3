import { useEffect, useRef } from 'preact/hooks';
import type { QuestionView } from '../../protocol/panel';
import { Button } from './button';
import { useSurroundings } from './context';
import { Prose } from './prose';
import { isSectionOpen } from '../sections';
import { Section } from './section';

interface Props {
  readonly hints: QuestionView['hints'];
  readonly opening: boolean;
  readonly open: Readonly<Record<string, boolean>>;
}

/** One at a time, in order; those that have been opened stay. */
export function Hints({ hints, opening, open }: Props) {
  const { say, actions, isPreview } = useSurroundings();
  const shown = hints.filter(hint => hint.html !== null).length;
  const { list, willFocus } = useFocusOnAsked(shown);
  const next = hints[shown];
  const total = hints.length;
  return (
    <Section
      id="hints"
      open={isSectionOpen(open, 'hints')}
      aside={isPreview ? String(total) : say('hintsShown', { shown, total })}
    >
      {shown === 0 && <p class="muted">{say('hintsAdvice')}</p>}
      <ol class="hints" ref={list}>
        {hints.slice(0, shown).map((hint, index) => (
          <li key={index} class="hint">
            <h3 tabIndex={-1}>{say('hintTitle', { number: index + 1, title: hint.title })}</h3>
            <Prose html={hint.html ?? ''} />
          </li>
        ))}
      </ol>
      {next && (
        <Button
          icon="lightbulb"
          label={
            opening
              ? say('openingHint', { number: shown + 1, total })
              : say('showHint', { number: shown + 1, total, title: next.title })
          }
          onPress={() => {
            willFocus();
            void actions.hint(shown);
          }}
        />
      )}
    </Section>
  );
}

/**
 * Who asked for a hint wants to read it: its heading takes the focus, also from a button that has gone. A hint that was
 * opened elsewhere takes it from nobody.
 */
function useFocusOnAsked(shown: number) {
  const list = useRef<HTMLOListElement>(null);
  const asked = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (asked.current === undefined || shown <= asked.current) return;
    asked.current = undefined;
    list.current?.querySelector<HTMLElement>('li:last-child > h3')?.focus();
  }, [shown]);
  return { list, willFocus: () => (asked.current = shown) };
}
