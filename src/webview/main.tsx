/**
 * The question panel. The page that loads it must hold, and nothing more is needed:
 *
 * - `<link rel="stylesheet" href="…/dist/webview/webview.css">` (it loads `codicon.ttf` from the same folder),
 * - `<script nonce="…" src="…/dist/webview/webview.js" defer></script>`,
 * - `<main id="app"></main>` as the only content of the body, `<html lang="…">`; with `data-active` when it is the editor in
 *   front as it is loaded,
 * - where the question is known already, that question, as `firstView.ts` says,
 * - where it is not to speak English, its texts, as `pageTexts.ts` says,
 * - `<meta name="viewport" content="width=device-width, initial-scale=1">`,
 * - the policy `default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; img-src ${cspSource};
 *   script-src 'nonce-…'`. No inline style is used: what must be computed is set through the object model.
 *
 * Both files are in the folder `dist/webview`, which must be among the `localResourceRoots`.
 */
import './css/panel.css';
import './elements';
import { render } from 'preact';
import { keptElementId } from '../protocol/panel';
import { newestKept, parseKept } from './kept';
import { jsonIn } from './pageData';
import { Panel } from './panel';
import { firstViewOf } from './firstView';
import { textsOf } from './pageTexts';
import { readStored, writeStored } from './pageStorage';
import { returnFocus } from './returnFocus';
import { sayFrom } from './say';
import { App } from './view/app';
import { Whereabouts } from './whereabouts';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no element with the id "app".');

const api = acquireVsCodeApi();
const say = sayFrom(textsOf(document));
/** Asked for each time: where it is forbidden, that throws. */
const storage = () => localStorage;
let isDrawing = false;

const panel = new Panel(
  {
    post: frame => api.postMessage(frame),
    readKept: () =>
      newestKept(parseKept(api.getState()), parseKept(jsonIn(document, keptElementId)), lineage =>
        parseKept(readStored(storage, lineage)),
      ),
    writeKept: kept => {
      api.setState(kept);
      writeStored(storage, kept);
    },
    newLineage: () => crypto.getRandomValues(new Uint32Array(4)).join('-'),
    copy: text => navigator.clipboard.writeText(text),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  say,
  () => {
    // Many events of a run arrive in one frame; one drawing shows them all.
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(draw);
  },
);

const whereabouts = new Whereabouts(document, panel, 'active' in root.dataset);

function draw(): void {
  isDrawing = false;
  if (root) render(<App state={panel.state} spoken={panel.spoken} say={say} actions={panel} />, root);
  markShown();
  // The components draw themselves in microtasks of their own.
  requestAnimationFrame(whereabouts.look);
}

let shown: string | undefined;
/** For whoever measures how soon a question is there: when its first frame has been drawn. */
function markShown(): void {
  const { question } = panel.state;
  if (!question || question.ref === shown) return;
  shown = question.ref;
  requestAnimationFrame(() =>
    setTimeout(() => performance.mark('question-painted', { detail: question.title })),
  );
}

returnFocus(document);
window.addEventListener('message', event => panel.receive(event.data));
const started = panel.start(firstViewOf(document));
draw();
window.scrollTo(0, panel.place.scrollTop);
void started.then(laidOut).then(() => whereabouts.bringBack());

/** Buttons take their size only when the components have drawn themselves and the font of the icons is there. */
async function laidOut(): Promise<void> {
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  await frame();
  await document.fonts.ready;
  await frame();
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') panel.flush();
});
window.addEventListener('blur', () => panel.flush());
window.addEventListener('pagehide', () => panel.flush());
