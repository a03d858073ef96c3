import './customElements';
import { Icon } from './icon';

interface ButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: string;
  readonly primary?: boolean;
  /** Where the visible label is too short to stand alone. */
  readonly name?: string;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly id?: string;
}

/**
 * A `vscode-button`. Space would scroll the page, and a key held down would press Check and then Cancel, so both are
 * stopped before the component sees them; so is the second click of a double click.
 */
export function Button({ label, onPress, icon, primary = false, name, expanded, controls, id }: ButtonProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ') event.preventDefault();
    if (event.repeat) event.stopImmediatePropagation();
  };
  return (
    <vscode-button
      id={id}
      role="button"
      secondary={!primary}
      aria-label={name}
      aria-expanded={expanded}
      aria-controls={controls}
      onKeyDownCapture={onKeyDown}
      onClick={event => {
        if (event.detail < 2) onPress();
      }}
    >
      {icon && (
        <span slot="content-before" class="button-icon">
          <Icon name={icon} />
        </span>
      )}
      {label}
    </vscode-button>
  );
}

interface LinkButtonProps {
  readonly label: string;
  readonly name?: string;
  /** A place in a file, which reads from left to right in every language. */
  readonly isPlace?: boolean;
  readonly onPress: () => void;
}

/** A button that looks like a link, for going somewhere. */
export function LinkButton({ label, name, isPlace, onPress }: LinkButtonProps) {
  return (
    <button type="button" class="link" dir={isPlace ? 'ltr' : undefined} aria-label={name} onClick={onPress}>
      {label}
    </button>
  );
}
