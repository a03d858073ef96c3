import './realm';
import { formatWithOptions, inspect, types, type InspectOptions } from 'node:util';
import { caps } from '../protocol/runValues';
import { learnerFrames } from './stacks';

const options: InspectOptions = {
  customInspect: false, // a guest's own inspect method would be run by us
  showProxy: true, // prints the target and the handler without calling a trap
  getters: false,
  depth: 4,
  maxArrayLength: 50,
  maxStringLength: 2_000,
  breakLength: 100,
  colors: false,
};

export const clip = (text: string, max = 4_000): string =>
  text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text;

/** Bounded text of anything, without running any of its code. */
export function show(value: unknown): string {
  try {
    return clip(isError(value) ? showError(value) : inspect(value, options));
  } catch {
    return '<cannot be shown>';
  }
}

/** As `console.log` would print it. Errors have no stack of their own here, so they get the frames that we know. */
export function showLine(args: readonly unknown[]): string {
  try {
    const parts = args.map(arg => (isError(arg) ? showError(arg, true) : arg));
    return clip(formatWithOptions(options, ...parts));
  } catch {
    return '<cannot be shown>';
  }
}

export const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && !types.isProxy(value) && types.isNativeError(value);

function showError(error: Error, withFrames = false): string {
  const frames = withFrames ? learnerFrames(error).slice(0, 4) : [];
  const head = headOf(error);
  return [head, ...frames.map(f => `    at ${f.fn || '<top level>'} (${f.file}:${f.line}:${f.column})`)].join(
    '\n',
  );
}

/** `RangeError: message`. */
export function headOf(error: Error): string {
  const name = errorName(error);
  const message = textOf(read(error, 'message'));
  return message === '' ? name : `${name}: ${message}`;
}

export function errorName(error: Error): string {
  const name = read(error, 'name');
  if (typeof name === 'string' && name !== 'Error' && name !== '') return clip(name, 200);
  const constructor = read(error, 'constructor');
  const own =
    typeof constructor === 'function'
      ? Reflect.getOwnPropertyDescriptor(constructor, 'name')?.value
      : undefined;
  return typeof own === 'string' && own !== '' ? clip(own, 200) : 'Error';
}

/** A property of a guest's object; undefined when reading it throws. */
export function read(object: object, key: string): unknown {
  try {
    return Reflect.get(object, key);
  } catch {
    return undefined;
  }
}

/** Empty when there is none, or when it cannot be had. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  try {
    return clip(typeof value === 'string' ? value : Reflect.apply(String, undefined, [value]), caps.text);
  } catch {
    return '';
  }
}
