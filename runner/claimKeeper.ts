import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunClaim, RunStore } from '#core/runs/runStore.ts';
import { createOwnerName, stateOfOwner } from '#platform/processIdentity.ts';
import { systemClock } from '#platform/systemClock.ts';

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
  readonly #owner = createOwnerName();
  readonly #held = new Set<HeldClaim>();
  readonly #timing: ClaimTiming;

  constructor(timing = usualTiming) {
    this.#timing = timing;
  }

  /**
   * Takes the right to execute a run and keeps it until released. A claim left behind by a process of this machine that
   * no longer exists is taken over at once. One that has run out by the clock, while its process seems to be there, is
   * taken over when nobody renews it: clocks are set, machines sleep, and numbers of processes are given again.
   * @throws Failure `conflict` when somebody else, or another request of this process, executes the run
   */
  async hold(store: RunStore, runId: string): Promise<HeldClaim> {
    const other = await store.lastClaim(runId);
    const state = other === undefined || other.owner === this.#owner ? undefined : stateOfOwner(other.owner);
    if (other !== undefined && state === 'dead') await store.release(runId, other.owner);
    const isHeld =
      other?.owner === this.#owner ||
      (other !== undefined && state === 'here' && (await this.#isRenewed(store, runId, other)));
    if (isHeld || !(await store.claim(runId, this.#owner, this.#timing.duration))) {
      throw new Failure('conflict', `Run ${runId} is being executed already.`, {
        advice: 'Wait for it to end, or cancel it where it was started.',
      });
    }
    const claim = this.#keep(store, runId);
    this.#held.add(claim);
    return claim;
  }

  /** Whether a claim that others have is in force, or comes into force again within two renewals. */
  async #isRenewed(store: RunStore, runId: string, { expiresAt, owner }: RunClaim): Promise<boolean> {
    const begun = systemClock.monotonic();
    for (;;) {
      if ((await store.claimOf(runId))?.owner === owner) return true;
      const now = await store.lastClaim(runId);
      if (now?.owner !== owner) return false;
      if (now.expiresAt !== expiresAt) return true;
      if (systemClock.monotonic() - begun > 2 * this.#timing.renewal) return false;
      await systemClock.sleep(this.#timing.renewal / 20, neverCancelled);
    }
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
        // Where it cannot be removed, as on a full disk, it ends by itself, and at once with this process.
        await store.release(runId, this.#owner).catch(() => undefined);
      },
    };
    return claim;
  }
}
