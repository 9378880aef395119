import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunState } from '#core/runs/runState.ts';
import type { RunStore } from '#core/runs/runStore.ts';

/** More events than this are not held back. */
const mostHeldEvents = 200;

/** What is told too often to be written one by one. */
const held: ReadonlySet<RunEvent['event']> = new Set(['trace', 'repeat', 'phase']);

/**
 * Writes the changes of one run one after another, also those that come from callbacks that cannot wait. The first
 * failure to write is kept and thrown by the next operation that does wait.
 */
export class RecordWriter {
  readonly #store: RunStore;
  readonly #runId: string;
  #queue: Promise<void> = Promise.resolve();
  #failure: unknown;
  #heldEvents: RunEvent[] = [];

  constructor(store: RunStore, runId: string) {
    this.#store = store;
    this.#runId = runId;
  }

  /** Writes soon, in order. */
  later(write: (store: RunStore, runId: string) => Promise<unknown>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await write(this.#store, this.#runId);
      } catch (thrown) {
        this.#failure = thrown;
      }
    });
  }

  /**
   * Adds to the event log, in order. Steps of the optimiser, repeats and phases of jobs come by the hundred: they are held
   * back until the next other event, checkpoint or change of state.
   */
  log(event: RunEvent): void {
    this.#heldEvents.push(event);
    if (!held.has(event.event) || this.#heldEvents.length > mostHeldEvents) this.#writeEvents();
  }

  #writeEvents(): void {
    const events = this.#heldEvents;
    if (events.length === 0) return;
    this.#heldEvents = [];
    this.later((store, runId) => store.appendEvents(runId, events));
  }

  /** Waits until everything so far is written. */
  async settled(): Promise<void> {
    this.#writeEvents();
    await this.#queue;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async transition(to: RunState, changes: Partial<RunRecord> = {}): Promise<RunRecord> {
    await this.settled();
    return await this.#store.transition(this.#runId, to, changes);
  }

  async saveCheckpoint(checkpoint: unknown): Promise<void> {
    await this.settled();
    await this.#store.saveCheckpoint(this.#runId, checkpoint);
  }
}
