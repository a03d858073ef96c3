/**
 * Registers the web components in use, and tells JSX about them. Only these: what they lack is made of native
 * elements. Left out on purpose are the collapsible (its header has no role, no state and no answer to Space) and the
 * checkbox (a screen reader's click on its inner input does not reach the component).
 */
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
