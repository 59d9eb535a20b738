// Errors of the host, in words for a person.

/** What the host has against it: "no such file or directory". */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EISDIR') return 'is a directory';
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z0-9]+: (.*?)(, \w+.*)?$/.exec(message)?.[1] ?? message;
}
