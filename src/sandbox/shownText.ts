import './realm';
import { types } from 'node:util';
import { caps } from '../protocol/runValues';
import { formatLine } from './formatLine';
import { inspectValue, ownText } from './inspectValue';
import { learnerFrames } from './stacks';

export const clip = (text: string, max = 4_000): string =>
  text.length > max ? `${text.slice(0, max)}… (${text.length} characters)` : text;

/** Bounded text of anything, without running any of its code. */
export function show(value: unknown): string {
  try {
    return clip(isError(value) ? headOf(value) : inspectValue(value));
  } catch {
    return '<cannot be shown>';
  }
}

/** As `console.log` would print it. Errors have no stack of their own here, so they get the frames that we know. */
export function showLine(args: readonly unknown[]): string {
  try {
    return clip(formatLine(args, value => (isError(value) ? errorWithFrames(value) : inspectValue(value))));
  } catch {
    return '<cannot be shown>';
  }
}

export const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && !types.isProxy(value) && types.isNativeError(value);

function errorWithFrames(error: Error): string {
  const frames = learnerFrames(error).slice(0, 4);
  const lines = frames.map(
    ({ fn, file, line, column }) => `    at ${fn || '<top level>'} (${file}:${line}:${column})`,
  );
  return [headOf(error), ...lines].join('\n');
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
  return (typeof constructor === 'function' && ownText(constructor, 'name')) || 'Error';
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
