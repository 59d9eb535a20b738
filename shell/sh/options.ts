// The options of the shell: `set -e`, `set -o errexit`, `sh -e` (XCU 2.15 set).
//
// To add one: a row here, and its effect where `shell.options` is asked.

// biome-ignore format: a table
export const optionNames = {
  a: 'allexport',   // every variable that is set is exported
  C: 'noclobber',   // > does not overwrite a file, >| does
  e: 'errexit',     // a command that fails ends the shell
  f: 'noglob',      // * ? [ match no file names
  m: 'monitor',     // job control
  n: 'noexec',      // read commands, but do not run them
  u: 'nounset',     // it is an error to use a variable that is not set
  v: 'verbose',     // print what is read
  x: 'xtrace',      // print what is run
} as const;

export type OptionLetter = keyof typeof optionNames;

/** The letter of an option given by letter or by name; null if there is none. */
export function optionLetter(text: string): OptionLetter | null {
  const all = Object.entries(optionNames) as [OptionLetter, string][];
  return all.find(([letter, name]) => letter === text || name === text)?.[0] ?? null;
}
