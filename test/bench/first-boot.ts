// Prints how many milliseconds the first boot takes. For a Node of its own.

import { bootToPrompt } from './sessions.ts';

process.stdout.write(JSON.stringify(bootToPrompt()));
