import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';

// As in the panel: a long label goes on in a second line.
const wrapping = new CSSStyleSheet();
wrapping.replaceSync('.base { white-space: normal; }');
VscodeButton.elementStyles.push(wrapping);
