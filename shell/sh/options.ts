// The options of the shell: `set -e`, `set -o errexit`, `sh -e` (XCU 2.15 set).
//
// To add one: a row here, and its effect where `shell.options` is asked.

// biome-ignore format: a table
const letters = {
  allexport: 'a', // every variable that is set is exported
  errexit:   'e', // a command that fails ends the shell
  hashall:   'h', // remember where programs are: here always
  monitor:   'm', // job control
  noclobber: 'C', // > does not overwrite a file, >| does
  noexec:    'n', // read commands, but do not run them
  noglob:    'f', // * ? [ match no file names
  notify:    'b', // tell at once when a job is done: here always before the next prompt
  nounset:   'u', // it is an error to use a variable that is not set
  pipefail:  '',  // a pipeline fails if any of its commands does
  verbose:   'v', // print what is read
  xtrace:    'x', // print what is run
} as const;

export type OptionName = keyof typeof letters;

export const optionNames = Object.keys(letters) as OptionName[];

/** The option of that letter or name; null if there is none. */
export function findOption(text: string): OptionName | null {
  return optionNames.find((name) => name === text || (letters[name] === text && text !== '')) ?? null;
}

/** What `$-` is. */
export function optionLetters(options: ReadonlySet<OptionName>): string {
  return optionNames
    .filter((name) => options.has(name))
    .map((name) => letters[name])
    .join('');
}
