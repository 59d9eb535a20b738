// `npm run bench`: bundles the bench and the command as they are shipped, and runs the bench on Node.
//
// tsx would do to run it, but not to measure: what it makes of the sources is up to twice as slow.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// Below node_modules, so that what stays outside of the bundles is found.
const out = fileURLToPath(new URL('../../node_modules/.cache/tinyos-bench', import.meta.url));
const source = (file: string) => fileURLToPath(new URL(file, import.meta.url));

await import('../../shell/build.ts');
await build({
  entryPoints: ['main.ts', 'kernel.ts', 'first-boot.ts', 'population.ts', 'cpu-probe.ts'].map(source),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  minifySyntax: true,
  logLevel: 'warning',
});

const { status } = spawnSync(process.execPath, [`${out}/main.mjs`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
