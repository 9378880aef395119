/** What goes wrong with what a program writes; see `faultyDisk.ts`. */
export type DiskFault =
  /** It is killed at its write of this number, counted from 1. */
  | { readonly kind: 'kill'; readonly at: number }
  /** Nothing goes wrong; the number of its writes is put into a file when it ends. */
  | { readonly kind: 'count'; readonly file: string }
  /** The disk is full once the database has so many pages, or once so many bytes are in event logs. */
  | { readonly kind: 'full'; readonly pages: number; readonly bytes: number };

/** The variable of the environment that holds the fault, as JSON. */
export const faultVariable = 'TEST_DISK_FAULT';

/** The environment in which a program of ours has a fault. */
export function withFault(fault: DiskFault): Record<string, string> {
  const { href } = new URL('faultyDisk.ts', import.meta.url);
  return { NODE_OPTIONS: `--import ${href}`, [faultVariable]: JSON.stringify(fault) };
}
