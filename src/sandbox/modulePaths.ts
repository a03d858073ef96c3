/** `a/b` seen from the folder of `from`, as far as it is one of `paths`; `.ts`, `.js` and `/index.ts` may be left out. */
export function resolveRelative(
  from: string,
  specifier: string,
  paths: ReadonlySet<string>,
): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return resolvePath(parts.join('/'), paths);
}

/** The path itself, or with the endings that TypeScript allows to leave out or to write as `.js`. */
export function resolvePath(path: string, paths: ReadonlySet<string>): string | undefined {
  const bare = path.replace(/\.[cm]?[jt]s$/, '');
  return [path, `${bare}.ts`, `${bare}.js`, `${path}.ts`, `${path}/index.ts`].find(candidate =>
    paths.has(candidate),
  );
}
