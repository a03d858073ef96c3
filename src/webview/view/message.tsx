import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

export type MessageKind = 'info' | 'warning' | 'error';

interface MessageProps {
  readonly kind: MessageKind;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A boxed remark with an icon. The live region says what has just happened; this stays. */
export function MessageBox({ kind, tools, children }: MessageProps) {
  return (
    <div class={`message message-${kind}`}>
      <Icon name={kind} />
      <div class="message-text">{children}</div>
      {tools && <div class="message-tools">{tools}</div>}
    </div>
  );
}
