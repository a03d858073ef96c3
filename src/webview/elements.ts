/**
 * Registers the web components in use, and tells JSX about them. Only these: what they lack is made of native
 * elements. Left out on purpose are the collapsible (its header has no role, no state and no answer to Space) and the
 * checkbox (a screen reader's click on its inner input does not reach the component).
 */
import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { VscodeProgressBar } from '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { VscodeTextarea } from '@vscode-elements/elements/dist/vscode-textarea/index.js';

function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

// The field is made for settings of one line or two; an answer of a page wants room around it. Its own picture for the
// corner is a `data:` address, which the content policy of the panel does not let in.
VscodeTextarea.elementStyles.push(
  sheet(
    'textarea { padding: 10px 12px; line-height: 1.6; } textarea::-webkit-resizer { background-image: none; }',
  ),
);
// The element asks the system whether motion is wanted; the editor has a setting of its own.
VscodeProgressBar.elementStyles.push(
  sheet(`
    :host-context(.vscode-reduce-motion) .indicator { animation: none; transition: none; }
    :host-context(.vscode-reduce-motion) .infinite .indicator { width: 100%; }
  `),
);
// In a narrow panel, or one that is zoomed in, a long label goes on in a second line instead of being cut off.
VscodeButton.elementStyles.push(sheet('.base { white-space: normal; }'));
