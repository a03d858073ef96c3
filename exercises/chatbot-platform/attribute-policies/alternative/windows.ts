import type { TimeWindow, Weekday } from './types';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
/** 1970-01-01 was a Thursday. */
const weekdays: readonly Weekday[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

export interface CompiledWindow {
  isOpen(now: number): boolean;
  /** The first moment after `now` at which it may be otherwise. */
  nextChange(now: number): number;
}

export function compileWindow(window: TimeWindow): CompiledWindow {
  const format = formatOf(window.zone);
  const [from, to] = [window.from, window.to].map(time => {
    if (!/^\d\d:\d\d$/.test(time) || Number(time.slice(0, 2)) > 23 || Number(time.slice(3)) > 59)
      throw new RangeError(`${time} is no time of the day`);
    return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  }) as [number, number];
  const lasts = to > from ? to - from : to - from + dayMinutes;

  /** Minutes that the zone is ahead of UTC. */
  const ahead = (now: number): number => {
    const at: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(now)) at[type] = Number(value);
    const shown = Date.UTC(at.year!, at.month! - 1, at.day, at.hour, at.minute) / minuteMs;
    return shown - Math.floor(now / minuteMs);
  };
  const local = (now: number): number => Math.floor(now / minuteMs) + ahead(now);
  const begins = (day: number): boolean => window.days.includes(weekdays[((day % 7) + 7) % 7]!);

  return {
    isOpen: now => {
      const minute = local(now);
      const today = Math.floor(minute / dayMinutes);
      return [today - 1, today].some(day => {
        const since = minute - (day * dayMinutes + from);
        return begins(day) && since >= 0 && since < lasts;
      });
    },
    nextChange: now => {
      const minute = local(now);
      const clock = ((minute % dayMinutes) + dayMinutes) % dayMinutes;
      const until = Math.min(
        ...[from, to].map(edge => (edge > clock ? edge - clock : edge - clock + dayMinutes)),
      );
      const edge = (Math.floor(now / minuteMs) + until) * minuteMs;
      const offset = ahead(now);
      if (ahead(edge) === offset) return edge;
      // The clocks are changed before that: the moment in which they are may be a change as well.
      let [same, other] = [now, edge];
      while (other - same > 1) {
        const middle = Math.floor((same + other) / 2);
        if (ahead(middle) === offset) same = middle;
        else other = middle;
      }
      return other;
    },
  };
}
