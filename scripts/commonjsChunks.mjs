import { transform } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Parts a bundle for Node at its dynamic imports, and leaves CommonJS. esbuild parts ES modules only, and those are
 * nothing that every editor we support takes from an extension; so each part is turned around once it is made.
 *
 * @param {string} folder of the parts, beside the entry
 * @returns {import('esbuild').Plugin}
 */
export const commonjsChunks = folder => ({
  name: 'commonjs-chunks',
  setup(builder) {
    const options = builder.initialOptions;
    Object.assign(options, {
      ...{ format: 'esm', splitting: true, write: false, chunkNames: 'chunks/[name]-[hash]' },
      // The second step reads the first one's map from the text.
      sourcemap: options.sourcemap ? 'inline' : false,
    });
    const sourcemap = Boolean(options.sourcemap);
    builder.onEnd(async ({ outputFiles = [], errors }) => {
      if (errors.length > 0) return;
      rmSync(folder, { recursive: true, force: true });
      for (const { path: file, text } of outputFiles) {
        const { code, map } = await transform(text, {
          ...{ format: 'cjs', platform: 'node', target: options.target, sourcefile: path.basename(file) },
          supported: { 'dynamic-import': false }, // `require`, a turn later
          minify: options.minify ?? false,
          sourcemap: sourcemap ? 'external' : false,
        });
        mkdirSync(path.dirname(file), { recursive: true });
        if (sourcemap) writeFileSync(`${file}.map`, map);
        writeFileSync(file, sourcemap ? `${code}\n//# sourceMappingURL=${path.basename(file)}.map\n` : code);
      }
    });
  },
});
