// The names of users. There is one user so far.

/** The name of a user; one that has none is shown by number. */
export function userName(uid: number): string {
  return uid === 0 ? 'root' : String(uid);
}
