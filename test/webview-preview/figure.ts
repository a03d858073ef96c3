import type { Figure } from '../../src/core/exercise';
import { readFigure } from '../../src/core/pack/readFigure';

/** A drawing as an author would write it, for the exercise of the fixtures. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 180">
  <rect class="soft" x="12" y="60" width="90" height="56" rx="6"/>
  <text x="57" y="93" text-anchor="middle">users</text>
  <path class="arrow" d="M102 88H176"/>
  <g data-requirement="R1 R3">
    <title>Bucket</title>
    <rect class="box" x="180" y="24" width="150" height="56" rx="6"/>
    <text class="strong" x="255" y="48" text-anchor="middle">bucket</text>
    <text class="note" x="255" y="66" text-anchor="middle">refills continuously</text>
  </g>
  <g data-requirement="R2">
    <title>Waiting time</title>
    <rect class="box" x="180" y="100" width="150" height="56" rx="6"/>
    <text class="code" x="255" y="133" text-anchor="middle">retryAfter</text>
  </g>
  <g data-requirement="R5 R6">
    <title>Way to the store</title>
    <path class="both" d="M334 88H470"/>
    <rect class="box" x="372" y="74" width="60" height="28" rx="4"/>
    <text x="402" y="93" text-anchor="middle">script</text>
  </g>
  <g data-requirement="R7 R8">
    <title>Store</title>
    <rect class="box" x="474" y="60" width="134" height="56" rx="6"/>
    <text class="strong" x="541" y="93" text-anchor="middle">store</text>
  </g>
</svg>`;

const { figure, problems } = readFigure(drawing, 'media/limiter.figure.svg', [
  'R1',
  'R2',
  'R3',
  'R5',
  'R6',
  'R7',
  'R8',
]);
if (!figure) throw new Error(`The figure of the fixtures is not one: ${JSON.stringify(problems)}`);

export const limiterFigure: Figure = figure;
