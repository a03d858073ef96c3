import { types } from 'node:util';
import { toBytes } from './engine/bytes';

/** Of one command. */
const maxArguments = 100_000;
/** Characters of all arguments of one command. */
const maxCharacters = 8 * 1_024 * 1_024;

/**
 * The arguments of a command as binary texts, as ioredis flattens them: numbers become text, lists are laid flat, and
 * for commands that set fields an object or a Map becomes pairs. Nothing of the caller's is run: a value that is
 * anything else is refused.
 *
 * @throws TypeError for whoever called
 */
export function copyArguments(values: readonly unknown[], takesFields: boolean): string[] {
  return new Copier(takesFields).run(values);
}

class Copier {
  private readonly words: string[] = [];
  private characters = 0;

  constructor(private readonly takesFields: boolean) {}

  run(values: readonly unknown[]): string[] {
    for (const value of values) this.add(value, 0);
    return this.words;
  }

  private add(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.push(value);
        return;
      case 'number':
      case 'bigint':
      case 'boolean':
        this.push(String(value));
        return;
      case 'undefined':
        this.push('');
        return;
      case 'object':
        if (value === null) this.push('');
        else this.addObject(value, depth);
        return;
      default:
        throw unsupported(`a ${typeof value}`);
    }
  }

  private addObject(value: object, depth: number): void {
    if (types.isProxy(value)) throw unsupported('a Proxy');
    if (depth > 3) throw unsupported('a list that is nested so deeply');
    if (Array.isArray(value)) {
      const length = ownValue(value, 'length') as number;
      if (length > maxArguments) throw new RangeError(`A command takes at most ${maxArguments} arguments.`);
      for (let index = 0; index < length; index++) this.add(ownValue(value, String(index)), depth + 1);
      return;
    }
    if (this.takesFields && types.isMap(value)) {
      Map.prototype.forEach.call(value, (item: unknown, key: unknown) => {
        this.add(key, 4);
        this.add(item, 4);
      });
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!this.takesFields || (prototype !== Object.prototype && prototype !== null))
      throw unsupported('an object');
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key !== 'string' || !Reflect.getOwnPropertyDescriptor(value, key)?.enumerable) continue;
      this.push(key);
      this.add(ownValue(value, key), 4);
    }
  }

  private push(text: string): void {
    this.characters += text.length;
    if (this.characters > maxCharacters)
      throw new RangeError(`The arguments of a command may have ${maxCharacters} characters together.`);
    if (this.words.length >= maxArguments)
      throw new RangeError(`A command takes at most ${maxArguments} arguments.`);
    this.words.push(toBytes(text));
  }
}

function ownValue(object: object, key: string): unknown {
  const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
  if (descriptor && !('value' in descriptor)) throw unsupported('a property that runs code');
  return descriptor?.value;
}

const unsupported = (what: string): TypeError =>
  new TypeError(`Arguments of Redis commands are strings and numbers, or lists of them; got ${what}.`);
