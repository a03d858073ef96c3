import uPlot from 'uplot';
import { formatMoment, formatNumber, roundSpans } from '../quantities';
import type { Say } from '../say';
import { paintCounts, paintFailure, paintLane, paintLimits, stripOf } from './paintRow';
import type { PlotRow } from './plotRows';
import { onThemeChange, themeOf, type PlotTheme } from './plotTheme';
import type { SeriesModel, TraceModel } from './traceModel';
import { valueAt } from './traceReading';

/** CSS pixels. */
export const rowHeights = { series: 72, counts: 64, lane: 36 } as const;
const axisHeight = 26;
const axisWidth = 48;

/** Milliseconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

interface Options {
  readonly model: TraceModel;
  readonly say: Say;
  /** The pointer is at this moment, or nowhere. */
  readonly onPoint: (t: number | null) => void;
  readonly onZoom: (range: Range) => void;
}

/** The plots of one trace, one uPlot for each row; they share the time line and the cursor. */
export class TracePlots {
  private plots: readonly uPlot[] = [];
  private theme: PlotTheme;
  private readonly resized: ResizeObserver;
  private readonly stopFollowingTheme: () => void;
  private range: Range;
  private isZooming = false;

  /** @param cells one for each row, in the document */
  constructor(
    rows: readonly PlotRow[],
    private readonly cells: readonly HTMLElement[],
    private readonly options: Options,
  ) {
    this.range = this.whole;
    this.theme = themeOf(cells[0] ?? document.body);
    this.plots = rows.flatMap((row, index) => {
      const cell = cells[index];
      return cell ? [this.plot(row, cell, index === rows.length - 1)] : [];
    });
    this.resized = new ResizeObserver(() => this.fit());
    for (const cell of cells) this.resized.observe(cell);
    this.stopFollowingTheme = onThemeChange(() => this.repaint());
  }

  /** The last moment is not drawn on the edge. */
  get whole(): Range {
    return { from: 0, to: this.options.model.end * 1.02 };
  }

  point(t: number): void {
    for (const plot of this.plots) plot.setCursor({ left: plot.valToPos(t, 'x'), top: 0 }, false);
  }

  /** Around a moment; a factor below 1 shows less. */
  zoom(factor: number, around: number): void {
    const { from, to } = this.range;
    const span = Math.min(this.whole.to, Math.max((to - from) * factor, this.whole.to / 2_000));
    const start = Math.min(
      Math.max(0, around - span * ((around - from) / (to - from))),
      this.whole.to - span,
    );
    this.show({ from: start, to: start + span });
  }

  show(range: Range): void {
    this.range = range;
    this.isZooming = true;
    for (const plot of this.plots) plot.setScale('x', { min: range.from, max: range.to });
    this.isZooming = false;
    this.options.onZoom(range);
  }

  /** Brings a moment into view that the zoom has left out. */
  reveal(t: number): void {
    const { from, to } = this.range;
    if (t >= from && t <= to) return;
    const start = Math.min(Math.max(0, t - (to - from) / 2), this.whole.to - (to - from));
    this.show({ from: start, to: start + to - from });
  }

  /** All rows below one another, as a PNG in base64. */
  image(names: readonly string[]): string {
    const ratio = devicePixelRatio;
    const canvases = this.plots.map(plot => plot.ctx.canvas);
    const side = 180 * ratio;
    const canvas = document.createElement('canvas');
    canvas.width = side + Math.max(...canvases.map(({ width }) => width));
    canvas.height = canvases.reduce((sum, { height }) => sum + height, 0) + 16 * ratio;
    const ctx = canvas.getContext('2d')!;
    ctx.fillStyle = this.theme.background;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.font = this.theme.font.replace(/^[\d.]+px/, `${12 * ratio}px`);
    ctx.fillStyle = this.theme.text;
    let top = 8 * ratio;
    for (const [index, part] of canvases.entries()) {
      ctx.fillText(names[index] ?? '', 10 * ratio, top + 20 * ratio, side - 20 * ratio);
      ctx.drawImage(part, side, top);
      top += part.height;
    }
    return canvas.toDataURL('image/png').replace(/^data:[^,]*,/, '');
  }

  dispose(): void {
    this.resized.disconnect();
    this.stopFollowingTheme();
    for (const plot of this.plots) plot.destroy();
  }

  private fit(): void {
    for (const [index, plot] of this.plots.entries()) {
      const width = Math.floor(this.cells[index]?.clientWidth ?? 0);
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: plot.height });
    }
  }

  private repaint(): void {
    this.theme = themeOf(this.cells[0] ?? document.body);
    for (const plot of this.plots) plot.redraw(false, true);
  }

  private plot(row: PlotRow, cell: HTMLElement, isLast: boolean): uPlot {
    const { model, say } = this.options;
    const { failedAt } = model;
    const axes = { stroke: () => this.theme.muted, grid: { stroke: () => this.theme.grid, width: 0.5 } };
    const scale = scaleOf(row);
    const options: uPlot.Options = {
      width: Math.max(120, cell.clientWidth),
      height: rowHeights[row.kind] + (isLast ? axisHeight : 0),
      legend: { show: false },
      padding: [6, 10, isLast ? 0 : 6, 0],
      scales: { x: { time: false, range: (_, min, max) => [min, max] }, y: { range: () => scale } },
      cursor: {
        sync: { key: this.key, setSeries: false },
        y: false,
        points: { show: false },
        drag: { x: true, y: false, dist: 4 },
      },
      axes: [
        {
          ...axes,
          show: true,
          size: isLast ? axisHeight : 0,
          ticks: { show: isLast, stroke: () => this.theme.grid, width: 0.5, size: 4 },
          values: (_, ticks) => ticks.map(t => (isLast ? formatMoment(t, model.end, say) : '')),
          font: this.theme.font,
          incrs: [...roundSpans],
          space: 90,
        },
        {
          ...axes,
          size: axisWidth,
          ticks: { show: false },
          grid: { show: false },
          font: this.theme.font,
          splits: () =>
            row.kind === 'lane' ? [] : [...new Set(row.kind === 'series' ? scale : [0, scale[1]])],
          values: (_, ticks) => ticks.map(value => formatNumber(value, say)),
        },
      ],
      series: [{}, ...linesOf(row, () => this.theme)],
      hooks: {
        drawAxes: [
          plot => {
            if (row.kind === 'series')
              paintLimits(
                stripOf(plot, devicePixelRatio),
                row.series.limits.map(limit => plot.valToPos(limit, 'y', true)),
                this.theme,
              );
          },
        ],
        draw: [
          plot => {
            const strip = stripOf(plot, devicePixelRatio);
            if (row.kind === 'lane') paintLane(strip, row.lane, this.theme, row.isOther);
            if (row.kind === 'counts') paintCounts(strip, row.counts, this.theme, row.isOther);
            if (failedAt !== null) paintFailure(strip, failedAt, this.theme);
          },
        ],
        setCursor: [
          plot => {
            if (!plot.cursor.event) return; // moved by another row, or by us
            const { left } = plot.cursor;
            this.options.onPoint(left === undefined || left < 0 ? null : plot.posToVal(left, 'x'));
          },
        ],
        setScale: [
          (plot, key) => {
            const { min, max } = plot.scales['x'] ?? {};
            if (key !== 'x' || this.isZooming || typeof min !== 'number' || typeof max !== 'number') return;
            if (min !== this.range.from || max !== this.range.to) this.show({ from: min, to: max });
          },
        ],
      },
    };
    const plot = new uPlot(options, dataOf(row, model.end), cell);
    this.isZooming = true;
    plot.setScale('x', { min: this.range.from, max: this.range.to });
    this.isZooming = false;
    // What is drawn is said in words beside it: to a screen reader the canvas has nothing to add.
    plot.root.setAttribute('aria-hidden', 'true');
    return plot;
  }

  /** Plots of one picture move together, and only those. */
  private readonly key = `trace ${++made}`;
}

let made = 0;

function scaleOf(row: PlotRow): [number, number] {
  switch (row.kind) {
    case 'series':
      return [
        Math.min(row.series.min, row.other?.min ?? 0),
        Math.max(row.series.max, row.other?.max ?? row.series.max),
      ];
    case 'counts':
      return [0, row.counts.most];
    case 'lane':
      return [-1, 1];
  }
}

/** Lanes and counts are painted by us; of them the library draws the axes. */
function linesOf(row: PlotRow, theme: () => PlotTheme): uPlot.Series[] {
  if (row.kind !== 'series') return [{ show: false }];
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const line: uPlot.Series = { width: 2, points: { show: false }, ...(stepped && { paths: stepped }) };
  return [
    ...(row.other ? [{ ...line, stroke: () => theme().muted, dash: [2, 3] }] : []),
    { ...line, stroke: () => theme().line },
  ];
}

function dataOf(row: PlotRow, end: number): uPlot.AlignedData {
  if (row.kind !== 'series')
    return [
      [0, end],
      [null, null],
    ];
  const { series, other } = row;
  if (!other) {
    const last = series.values.at(-1);
    return last === undefined
      ? [
          [0, end],
          [null, null],
        ]
      : [
          [...series.times, end * 1.02],
          [...series.values, last],
        ];
  }
  const times = [...new Set([...series.times, ...other.times, end * 1.02])].toSorted((a, b) => a - b);
  const held = (one: SeriesModel) => times.map(t => valueAt(one, t) ?? null);
  return [times, held(other), held(series)];
}
