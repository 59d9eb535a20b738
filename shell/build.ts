// Builds the command into dist/: `npm run build`.
//
// One bundle for what every start needs, and chunks that are loaded on demand: the UI, and the hash of the trace.
// Packages are bundled, but for those of the UI: blessed cannot be, and the others would gain nothing.

import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { tinyos: 'shell/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['blessed', '@xterm/*'],
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'external', // read by host/symbolize.ts when a program fails, not by node at each start
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});
chmodSync(`${root}/dist/tinyos.js`, 0o755);

// What an earlier build has left. It goes last, so that there is a whole command at any moment.
const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(`${root}/dist`)) if (!made.has(name)) rmSync(`${root}/dist/${name}`);
