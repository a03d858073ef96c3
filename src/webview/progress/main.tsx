/** The page about progress. Its page is that of `../main.tsx`, with `progress.css` and `progress.js`. */
import '../css/progress.css';
import './elements';
import { render } from 'preact';
import {
  type ProgressHostContract,
  type ProgressPageContract,
  type ProgressView,
} from '../../protocol/progressPanel';
import { Channel } from '../../protocol/rpc';
import { textsOf } from '../pageTexts';
import { sayFrom } from '../say';
import { ProgressPage } from './page';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no element with the id "app".');

const api = acquireVsCodeApi();
const say = sayFrom(textsOf(document));
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

function keptScroll(): number {
  const kept: unknown = api.getState();
  const top = typeof kept === 'object' && kept !== null && 'scrollTop' in kept ? kept.scrollTop : 0;
  return typeof top === 'number' ? top : 0;
}

draw();
window.addEventListener('message', event => void channel.receive(event.data));
window.addEventListener('scrollend', () => api.setState({ scrollTop: window.scrollY }));
void load();
