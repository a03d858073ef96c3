/** Something that is made when it is first needed, so that its code costs the start of the editor nothing. */
export class Lazy<T> {
  private made: Promise<T> | undefined;
  private value: T | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  get(): Promise<T> {
    return (this.made ??= this.make().then(value => (this.value = value)));
  }

  /** Undefined before it has been made. */
  loaded(): T | undefined {
    return this.value;
  }
}
