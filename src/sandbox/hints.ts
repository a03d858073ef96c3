/** Errors that only happen here, or that read badly here, and what to add to them. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /Cannot assign to read only property|Cannot add property|object is not extensible|Cannot redefine property|Cannot delete property/,
    'Built-in objects and everything that the exercise hands over are frozen here: copy an object, or extend a class, instead of changing it.',
  ],
];

export function withHint(message: string): string {
  const hint = hints.find(([pattern]) => pattern.test(message))?.[1];
  return hint === undefined ? message : `${message}\n${hint}`;
}
