import { MessageChannel } from 'node:worker_threads';
import { TeamControl } from '#core/simulator/wasm/teamControl.ts';
import type { SimulatorThread } from './simulatorThread.ts';

/** A task that can use helpers, and who helps. */
interface Search {
  readonly leader: SimulatorThread;
  readonly control: TeamControl;
  readonly seats: Map<number, SimulatorThread>;
  /** Whether somebody else may come. */
  isOpen: boolean;
}

/** Brings threads that have nothing to do together with tasks that can use them, and calls them back. */
export class HelperAssignment {
  /** How many may help with one task. */
  readonly #most: number;
  readonly #searches = new Set<Search>();
  readonly #recalled = new Set<SimulatorThread>();

  constructor(most: number) {
    this.#most = most;
  }

  /** A thread's task can use helpers from now on. */
  open(leader: SimulatorThread, control: SharedArrayBuffer): void {
    this.close(leader);
    this.#searches.add({ leader, control: new TeamControl(control), seats: new Map(), isOpen: true });
  }

  /** It needs no more; those it has come back by themselves. Also when the thread has died. */
  close(leader: SimulatorThread): void {
    for (const search of this.#searches) {
      if (search.leader !== leader || !search.isOpen) continue;
      search.isOpen = false;
      search.control.close();
      this.#forgetIfEmpty(search);
    }
  }

  /** Whether a helper would have something to do. */
  get hasRoom(): boolean {
    return this.#emptiest() !== undefined;
  }

  /** Sends an idle thread to the task with the fewest helpers. */
  send(helper: SimulatorThread): void {
    const search = this.#emptiest();
    if (!search) return;
    let seat = 0;
    while (search.seats.has(seat)) seat++;
    search.seats.set(seat, helper);
    const { port1, port2 } = new MessageChannel();
    helper.help(port1, seat);
    search.leader.announceHelper(port2);
  }

  /** A helper has come back, or has died. */
  release(helper: SimulatorThread, died: boolean): void {
    this.#recalled.delete(helper);
    for (const search of this.#searches) {
      for (const [seat, thread] of search.seats) {
        if (thread !== helper) continue;
        search.seats.delete(seat);
        if (died) search.control.loseHelper(seat);
        search.control.freeSeat(seat);
        this.#forgetIfEmpty(search);
      }
    }
  }

  /** Calls helpers back until so many are on their way. */
  recall(wanted: number): void {
    for (const { control, seats } of this.#searches) {
      for (const [seat, helper] of seats) {
        if (this.#recalled.size >= wanted) return;
        if (this.#recalled.has(helper)) continue;
        this.#recalled.add(helper);
        control.recall(seat);
        helper.callBack();
      }
    }
  }

  #emptiest(): Search | undefined {
    let best: Search | undefined;
    for (const search of this.#searches) {
      if (search.isOpen && search.seats.size < (best?.seats.size ?? this.#most)) best = search;
    }
    return best;
  }

  #forgetIfEmpty(search: Search): void {
    if (!search.isOpen && search.seats.size === 0) this.#searches.delete(search);
  }
}
