import './realm';
import { virtualClock as clock } from './time';

/** `Date` on the virtual clock. It shares the real one's prototype, so that every date is an instance of it. */
export function createGuestDate(): DateConstructor {
  const RealDate = Date;
  const GuestDate = function (this: unknown, ...args: unknown[]): unknown {
    if ((new.target as unknown) === undefined) return new RealDate(clock.now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [clock.now()] : args, new.target);
  };
  const statics = { now: () => clock.now() };
  Object.defineProperties(GuestDate, {
    name: { value: 'Date' },
    length: { value: 7 },
    prototype: { value: RealDate.prototype, writable: false },
    now: { value: statics.now },
    parse: { value: RealDate.parse },
    UTC: { value: RealDate.UTC },
  });
  return GuestDate as unknown as DateConstructor;
}

/** `Intl` without the real time, which `DateTimeFormat().format()` would tell. */
export function createGuestIntl(): object {
  const guest = {};
  for (const key of Reflect.ownKeys(Intl))
    if (key !== 'DateTimeFormat')
      Object.defineProperty(guest, key, {
        value: Reflect.get(Intl, key),
        writable: true,
        configurable: true,
      });
  const RealFormat = Intl.DateTimeFormat;
  const DateTimeFormat = function (...args: unknown[]): object {
    const real = Reflect.construct(RealFormat, args) as Intl.DateTimeFormat;
    const moment = (date?: Date | number): Date | number => date ?? clock.now();
    return harden({
      format: (date?: Date | number) => real.format(moment(date)),
      formatToParts: (date?: Date | number) => real.formatToParts(moment(date)),
      formatRange: (from: Date, to: Date) => real.formatRange(from, to),
      resolvedOptions: () => real.resolvedOptions(),
    });
  };
  Object.defineProperty(guest, 'DateTimeFormat', {
    value: Object.assign(DateTimeFormat, {
      supportedLocalesOf: (locales: string[]) => RealFormat.supportedLocalesOf(locales),
    }),
  });
  return guest;
}
