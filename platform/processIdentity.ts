import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for something this process owns, `<host>:<process id>:<random>`, by which others can see whether it lives. */
export function createOwnerName(): string {
  return `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

/** What can be said of the process that gave a name: one of another machine may or may not live. */
export function stateOfOwner(owner: string): 'dead' | 'here' | 'elsewhere' {
  const [host, pid] = owner.split(':');
  const id = Number(pid);
  if (host !== hostname() || !Number.isInteger(id) || id <= 0) return 'elsewhere';
  try {
    process.kill(id, 0);
    return 'here';
  } catch (thrown) {
    const isGone = thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH';
    return isGone ? 'dead' : 'here';
  }
}

/** Whether a claim or lease is in force for anybody: its owner may be at work. */
export function isInForce(claim: { readonly owner: string } | undefined): boolean {
  return claim !== undefined && stateOfOwner(claim.owner) !== 'dead';
}
