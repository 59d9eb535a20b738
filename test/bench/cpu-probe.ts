// Loaded into the command before its own code: asked by a signal, it writes down how much CPU time it has used.

import { writeFileSync } from 'node:fs';

process.on('SIGUSR2', () =>
  writeFileSync(process.env.TINYOS_USAGE as string, JSON.stringify(process.cpuUsage())),
);
