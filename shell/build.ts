// Builds the command into dist/: `npm run build`.
//
// One bundle for what every start needs, and chunks that are loaded on demand: the UI, a replay, the hash. Packages
// are bundled, but for those of the UI: blessed cannot be, and the others would gain nothing.

import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
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
  sourcemap: 'external', // read by shell/host/symbolize.ts when a program fails, not by node at each start
  sourcesContent: false,
  logLevel: 'warning',
});
chmodSync(`${root}/dist/tinyos.js`, 0o755);
