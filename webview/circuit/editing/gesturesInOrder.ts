import type { GestureOutcome } from '#core/protocol/circuitEditing.ts';
import type { AskedEdit, DrawnFile, EditingChannel } from './editingChannel.ts';

/** A gesture on the drawing as it is when its turn comes; undefined where there is nothing to do it with any more. */
export type PlannedGesture = () => AskedEdit | undefined;

/**
 * Does gestures one after the other: each waits until the drawing shows what the one before did, so that keys that are
 * pressed fast all count.
 */
export class GesturesInOrder {
  readonly #channel: EditingChannel;
  readonly #drawn: () => DrawnFile;
  readonly #onOutcome: (outcome: GestureOutcome) => void;
  readonly #waiting: PlannedGesture[] = [];
  #isAsking = false;
  /** The version that has to be drawn before the next one. */
  #awaited: number | undefined;

  /** @param drawn the file and version that is drawn now */
  constructor(channel: EditingChannel, drawn: () => DrawnFile, onOutcome: (outcome: GestureOutcome) => void) {
    this.#channel = channel;
    this.#drawn = drawn;
    this.#onOutcome = onOutcome;
  }

  add(gesture: PlannedGesture): void {
    this.#waiting.push(gesture);
    this.#next();
  }

  /** A version has been drawn. */
  drawn(version: number): void {
    if (this.#awaited !== undefined && version >= this.#awaited) this.#awaited = undefined;
    this.#next();
  }

  #next(): void {
    if (this.#isAsking || this.#awaited !== undefined) return;
    const gesture = this.#waiting.shift()?.();
    if (gesture === undefined) {
      if (this.#waiting.length > 0) this.#next();
      return;
    }
    const drawn = this.#drawn();
    this.#isAsking = true;
    void this.#channel.edit(drawn, gesture).then((outcome) => {
      this.#isAsking = false;
      if (outcome.kind === 'refused') this.#waiting.length = 0;
      else if (this.#drawn().version < outcome.version) this.#awaited = outcome.version;
      this.#onOutcome(outcome);
      this.#next();
    });
  }
}
