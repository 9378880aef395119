import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type CancellationSignal, CancellationSource } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunStore } from '#core/runs/runStore.ts';

/** How long a claim lasts without renewal, and how often it is renewed; milliseconds. */
export interface ClaimTiming {
  readonly duration: number;
  readonly renewal: number;
}

const usualTiming: ClaimTiming = { duration: 30_000, renewal: 5_000 };

/** A claim on a run, renewed until released. */
export interface HeldClaim {
  /** Cancelled when somebody else has taken the run over, such as after this machine slept for long. */
  readonly lost: CancellationSignal;
  release(): Promise<void>;
}

/** Takes and keeps the claims of this process, under the name `<host>:<process id>:<random>`. */
export class ClaimKeeper {
  readonly #owner = `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
  readonly #held = new Set<HeldClaim>();
  readonly #timing: ClaimTiming;

  constructor(timing = usualTiming) {
    this.#timing = timing;
  }

  /**
   * Takes the right to execute a run and keeps it until released. A claim left behind by a process of this machine that
   * no longer exists is taken over at once.
   * @throws Failure `conflict` when somebody else, or another request of this process, executes the run
   */
  async hold(store: RunStore, runId: string): Promise<HeldClaim> {
    const other = await store.claimOf(runId);
    if (other !== undefined && isDead(other.owner)) await store.release(runId, other.owner);
    if (other?.owner === this.#owner || !(await store.claim(runId, this.#owner, this.#timing.duration))) {
      throw new Failure('conflict', `Run ${runId} is being executed already.`, {
        advice: 'Wait for it to end, or cancel it where it was started.',
      });
    }
    const claim = this.#keep(store, runId);
    this.#held.add(claim);
    return claim;
  }

  /** Gives up all claims, so that others see at once that nobody executes the runs any more. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held].map((claim) => claim.release()));
  }

  #keep(store: RunStore, runId: string): HeldClaim {
    const lost = new CancellationSource();
    let renewing = Promise.resolve();
    const renew = async () => {
      try {
        if (!(await store.claim(runId, this.#owner, this.#timing.duration))) lost.cancel();
      } catch (thrown) {
        // A busy disk is no reason to stop: the claim outlasts several renewals. A deleted run is.
        if (Failure.is(thrown, 'not-found')) lost.cancel();
      }
    };
    const timer = setInterval(() => {
      renewing = renewing.then(renew);
    }, this.#timing.renewal);
    timer.unref();
    const claim: HeldClaim = {
      lost: lost.signal,
      release: async () => {
        if (!this.#held.delete(claim)) return;
        clearInterval(timer);
        await renewing;
        await store.release(runId, this.#owner);
      },
    };
    return claim;
  }
}

/** Whether an owner was a process of this machine that has ended. */
function isDead(owner: string): boolean {
  const [host, pid] = owner.split(':');
  const id = Number(pid);
  if (host !== hostname() || !Number.isInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return false;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH';
  }
}
