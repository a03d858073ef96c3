import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** path -> URL of each file below a folder, as debuggers of Node name it. */
export const fileUrls = (folder: string, paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    // An apostrophe is legal in a URL, but not in the comment that gives an evaluated script its name.
    paths.map(file => [file, pathToFileURL(path.join(folder, file)).href.replaceAll("'", '%27')]),
  );
