import type { ComponentChildren } from 'preact';
import type { SectionId } from '../sections';
import { useSurroundings } from './context';
import { Disclosure, titleId } from './disclosure';

interface SectionProps {
  readonly id: SectionId;
  readonly open: boolean;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly onFocusIn?: (event: FocusEvent) => void;
  readonly onFocusOut?: (event: FocusEvent) => void;
}

/** One of the parts of the page: a region named by its heading. */
export function Section({ id, open, aside, children, onFocusIn, onFocusOut }: SectionProps) {
  const { say } = useSurroundings();
  return (
    <section
      class={`section section-${id}`}
      id={id}
      aria-labelledby={titleId(id)}
      onFocusIn={onFocusIn}
      onFocusOut={onFocusOut}
    >
      <Disclosure id={id} level={2} open={open} title={say(id)} aside={aside}>
        {children}
      </Disclosure>
    </section>
  );
}
