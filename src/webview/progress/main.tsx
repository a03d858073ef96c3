/**
 * The page about progress. Its page is that of `../main.tsx`, with `progress.css` and `progress.js`; `<main>` has
 * `data-replacement` where it stands in the place of one that is not there any more.
 */
import '../css/progress.css';
import './elements';
import { render } from 'preact';
import {
  type ProgressHostContract,
  type ProgressPageContract,
  type ProgressView,
} from '../../protocol/progressPanel';
import { Channel } from '../../protocol/rpc';
import { readItem, writeItem } from '../pageStorage';
import { textsOf } from '../pageTexts';
import { returnFocus } from '../returnFocus';
import { sayFrom } from '../say';
import { ProgressPage } from './page';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no element with the id "app".');

const api = acquireVsCodeApi();
const say = sayFrom(textsOf(document));
const keptKey = 'designDrills.progress';
/** Asked for each time: where it is forbidden, that throws. */
const storage = () => sessionStorage;
let view: ProgressView | undefined;
let failure: string | null = null;

const channel = new Channel<ProgressPageContract, ProgressHostContract>(
  frame => api.postMessage(frame),
  {},
  { progress: news => show(news) },
);

function show(news: ProgressView): void {
  view = news;
  failure = null;
  draw();
}

function draw(): void {
  if (!root) return;
  const retry = () => void load();
  render(<ProgressPage view={view} failure={failure} say={say} channel={channel} retry={retry} />, root);
}

async function load(): Promise<void> {
  try {
    show(await channel.request('ready', null));
    window.scrollTo(0, keptScroll());
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    draw();
  }
}

/** Of a page whose place this one has taken, only the storage of the window knows. */
function keptScroll(): number {
  const kept = root && 'replacement' in root.dataset ? readItem(storage, keptKey) : api.getState();
  const top = typeof kept === 'object' && kept !== null && 'scrollTop' in kept ? kept.scrollTop : 0;
  return typeof top === 'number' ? top : 0;
}

draw();
window.addEventListener('message', event => void channel.receive(event.data));
returnFocus(document);
window.addEventListener('scrollend', () => {
  const kept = { scrollTop: window.scrollY };
  api.setState(kept);
  writeItem(storage, keptKey, kept);
});
void load();
