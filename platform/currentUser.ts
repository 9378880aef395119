import { userInfo } from 'node:os';

/** The name of the user of this process at the operating system. */
export function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'without a name'}`;
  }
}
