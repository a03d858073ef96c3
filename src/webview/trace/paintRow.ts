import type uPlot from 'uplot';
import type { Tone } from '../../core/run/trace';
import type { PlotTheme } from './plotTheme';
import type { CountsModel, LaneModel } from './traceModel';

/** A canvas with the plot's own scale: `x` of a moment, and the strip that may be painted, in canvas pixels. */
interface Strip {
  readonly ctx: CanvasRenderingContext2D;
  readonly x: (t: number) => number;
  readonly box: uPlot.BBox;
  /** Canvas pixels of one CSS pixel. */
  readonly ratio: number;
}

export function stripOf(plot: uPlot, ratio: number): Strip {
  return { ctx: plot.ctx, box: plot.bbox, ratio, x: t => plot.valToPos(t, 'x', true) };
}

/** Clipped to the strip, and without a trace in the context's state. */
function painting(strip: Strip, paint: (ctx: CanvasRenderingContext2D) => void): void {
  const { ctx, box } = strip;
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, 0, box.width, box.top + box.height);
  ctx.clip();
  paint(ctx);
  ctx.restore();
}

/** States are bands with their name in them; good marks stand above the line, bad ones hang below it. */
export function paintLane(strip: Strip, lane: LaneModel, theme: PlotTheme, isOther: boolean): void {
  const { x, box, ratio } = strip;
  painting(strip, ctx => {
    ctx.globalAlpha = isOther ? 0.65 : 1;
    const middle = box.top + box.height / 2;
    const alpha = ctx.globalAlpha;
    for (const { state, from, to, shade } of lane.bands) {
      const [left, width] = [x(from), x(to) - x(from)];
      const colour = theme.shades[shade % theme.shades.length] ?? theme.line;
      ctx.fillStyle = ctx.strokeStyle = colour;
      ctx.lineWidth = ratio;
      ctx.globalAlpha = alpha * 0.22;
      ctx.fillRect(left, middle - 11 * ratio, width, 22 * ratio);
      ctx.globalAlpha = alpha;
      ctx.strokeRect(left + ratio / 2, middle - 11 * ratio, Math.max(0, width - ratio), 22 * ratio);
      paintText(ctx, state, Math.max(left, box.left) + 6 * ratio, middle, width - 8 * ratio, theme, ratio);
    }
    if (lane.marks.length === 0) return;
    ctx.fillStyle = theme.grid;
    ctx.fillRect(box.left, middle, box.width, ratio);
    for (const { t, tone } of lane.marks) paintSign(ctx, x(t), middle, tone, theme, ratio);
  });
}

function paintText(
  ctx: CanvasRenderingContext2D,
  text: string,
  left: number,
  middle: number,
  width: number,
  theme: PlotTheme,
  ratio: number,
): void {
  if (width < 12 * ratio) return;
  ctx.save();
  ctx.font = theme.font.replace(/^[\d.]+px/, `${11 * ratio}px`);
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  let shown = text;
  while (shown.length > 1 && ctx.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
  if (ctx.measureText(shown).width <= width) ctx.fillText(shown, left, middle);
  ctx.restore();
}

/** Place and shape tell the tones apart; colour only helps. */
function paintSign(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  tone: Tone,
  theme: PlotTheme,
  ratio: number,
): void {
  const at = (value: number): number => value * ratio;
  ctx.fillStyle = ctx.strokeStyle = theme.tones[tone];
  ctx.lineWidth = at(1.5);
  ctx.beginPath();
  switch (tone) {
    case 'good':
      ctx.moveTo(x, y - at(1));
      ctx.lineTo(x, y - at(7));
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, y - at(8), at(2.6), 0, 2 * Math.PI);
      ctx.fill();
      return;
    case 'bad':
      ctx.lineWidth = at(2);
      ctx.moveTo(x, y + at(1));
      ctx.lineTo(x, y + at(6));
      ctx.moveTo(x - at(3), y + at(6));
      ctx.lineTo(x + at(3), y + at(12));
      ctx.moveTo(x + at(3), y + at(6));
      ctx.lineTo(x - at(3), y + at(12));
      ctx.stroke();
      return;
    case 'neutral':
      ctx.fillStyle = theme.background;
      ctx.moveTo(x, y - at(4));
      ctx.lineTo(x + at(4), y);
      ctx.lineTo(x, y + at(4));
      ctx.lineTo(x - at(4), y);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
      return;
  }
}

/** Good marks grow upwards from the bottom, the others on top of them. */
export function paintCounts(strip: Strip, counts: CountsModel, theme: PlotTheme, isOther: boolean): void {
  const { x, box, ratio } = strip;
  painting(strip, ctx => {
    ctx.globalAlpha = isOther ? 0.65 : 1;
    for (const [index, bin] of counts.bins.entries()) {
      const left = x(index * counts.width);
      const width = Math.max(ratio, x((index + 1) * counts.width) - left - ratio);
      let bottom = box.top + box.height;
      for (const tone of ['good', 'neutral', 'bad'] as const) {
        const height = (bin[tone] / counts.most) * (box.height - 4 * ratio);
        if (height === 0) continue;
        ctx.fillStyle = theme.tones[tone];
        ctx.globalAlpha = (isOther ? 0.65 : 1) * (tone === 'neutral' ? 0.4 : 0.85);
        ctx.fillRect(left, bottom - height, width, height);
        if (tone === 'bad') paintHatch(ctx, { left, top: bottom - height, width, height }, theme, ratio);
        bottom -= height;
      }
    }
  });
}

/** Two colours alone would not tell admitted from denied. */
function paintHatch(ctx: CanvasRenderingContext2D, box: uPlot.BBox, theme: PlotTheme, ratio: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.width, box.height);
  ctx.clip();
  ctx.strokeStyle = theme.background;
  ctx.lineWidth = ratio;
  ctx.beginPath();
  for (let y = box.top - box.width; y < box.top + box.height; y += 4 * ratio) {
    ctx.moveTo(box.left, y + box.width);
    ctx.lineTo(box.left + box.width, y);
  }
  ctx.stroke();
  ctx.restore();
}

export function paintLimits(strip: Strip, heights: readonly number[], theme: PlotTheme): void {
  painting(strip, ctx => {
    ctx.strokeStyle = theme.limit;
    ctx.lineWidth = 1.5 * strip.ratio;
    ctx.setLineDash([6 * strip.ratio, 4 * strip.ratio]);
    for (const y of heights) {
      ctx.beginPath();
      ctx.moveTo(strip.box.left, y);
      ctx.lineTo(strip.box.left + strip.box.width, y);
      ctx.stroke();
    }
  });
}

/** A line through every strip at the moment at which the check failed. */
export function paintFailure(strip: Strip, t: number, theme: PlotTheme): void {
  painting(strip, ctx => {
    ctx.fillStyle = theme.tones.bad;
    ctx.fillRect(strip.x(t) - strip.ratio, 0, 2 * strip.ratio, strip.box.top + strip.box.height);
  });
}
