// The names of users. There is one user so far.

/** Is there a user of that name or number? */
export function isUser(user: string): boolean {
  return /^\d+$/.test(user) || user === userName(0);
}

/** The name of a user; one that has none is shown by number. */
export function userName(uid: number): string {
  return uid === 0 ? 'root' : String(uid);
}
