import type { TimeWindow, Weekday } from './types';

const minuteMs = 60_000;
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const before = (day: Weekday): Weekday => weekdays[(weekdays.indexOf(day) + 6) % 7]!;

interface Reading {
  readonly day: Weekday;
  /** Since midnight, as the clock shows it. */
  readonly minute: number;
}

/**
 * The clock on a wall of a zone. Making one is dear, and so is reading it; but it shows the same for a whole minute, since
 * all zones of today differ from UTC by whole minutes.
 */
function makeClock(zone: string): (now: number) => Reading {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  let shown: Reading & { readonly at: number } = { at: NaN, day: 'sun', minute: 0 };
  return now => {
    const at = Math.floor(now / minuteMs);
    if (at !== shown.at) {
      const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
      shown = {
        at,
        day: parts.get('weekday')!.toLowerCase() as Weekday,
        minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
      };
    }
    return shown;
  };
}

const clocks = new Map</* zone */ string, (now: number) => Reading>();

/** @throws RangeError if `Intl` does not know the zone */
function wallClock(zone: string): (now: number) => Reading {
  const clock = clocks.get(zone) ?? makeClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function parseTime(text: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour === undefined) throw new RangeError(`“${text}” is not a time from 00:00 to 23:59`);
  return Number(hour) * 60 + Number(minute);
}

/**
 * Whether a moment (epoch milliseconds) lies in the window.
 *
 * @throws RangeError if its zone or its times are unknown
 */
export function compileWindow(window: TimeWindow): (now: number) => boolean {
  const [from, to] = [parseTime(window.from), parseTime(window.to)];
  const days = new Set(window.days);
  const clock = wallClock(window.zone);
  return now => {
    const { day, minute } = clock(now);
    if (from < to) return days.has(day) && from <= minute && minute < to;
    // What is open at two in the morning has been since yesterday, and belongs to that day.
    return (days.has(day) && minute >= from) || (days.has(before(day)) && minute < to);
  };
}
