// What a shell sets up before its first command.

import { type Coroutine, Errno } from '../../kernel/abi.ts';
import { readFile, sameFile, statIfAny } from '../../userland/lib/files.ts';
import { DEFAULT_PATH } from '../../userland/lib/run.ts';
import { decode } from '../../userland/lib/text.ts';
import { sys } from '../../userland/sys.ts';
import { runText } from './script.ts';
import { getVariable, Interrupted, type Shell, ShellError, setVariable } from './state.ts';
import { tellError } from './tell.ts';

const defaults = { PATH: DEFAULT_PATH, PS1: '\\u@\\h:\\w\\$ ', PS2: '> ', PS4: '+ ' };

export function* setUpVariables(shell: Shell): Coroutine {
  for (const [name, value] of Object.entries(defaults)) {
    if (getVariable(shell, name) === null) setVariable(shell, name, value);
  }
  setVariable(shell, 'IFS', ' \t\n'); // never from the environment
  setVariable(shell, 'OPTIND', '1');
  setVariable(shell, 'PPID', String(yield* sys.getppid()));
  const directory = yield* workingDirectory(getVariable(shell, 'PWD'));
  shell.variables.set('PWD', { value: directory, exported: true, readonly: false });
  shell.variables.set('OLDPWD', { value: getVariable(shell, 'OLDPWD'), exported: true, readonly: false });
}

// The way that the user came here, if it does lead here: perhaps through a symbolic link.
function* workingDirectory(inherited: string | null): Coroutine<string> {
  if (inherited?.startsWith('/') && sameFile(yield* statIfAny(inherited), yield* statIfAny('.')))
    return inherited;
  return yield* sys.getcwd();
}

/** Runs a profile, if there is one. Whatever is wrong in it, the shell starts. */
export function* sourceProfile(shell: Shell, path: string): Coroutine {
  try {
    yield* runText(shell, decode(yield* readFile(path)));
  } catch (error) {
    if (error instanceof ShellError) yield* tellError(shell, error);
    else if (!(error instanceof Errno || error instanceof Interrupted)) throw error;
  }
  shell.unwinding = null;
}
