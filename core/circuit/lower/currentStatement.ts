import type { Statement } from '#core/openqasm/syntaxTree.ts';
import type { Operation } from '../circuit.ts';
import type { Written } from './classicalStore.ts';
import type { Flow } from './flow.ts';
import type { LoweringState } from './loweringState.ts';
import { emptyPiece, type OpenDecision, type RunTimeControl } from './runTimeControl.ts';

/** A statement that is being lowered. */
interface EnteredStatement {
  readonly statement: Statement;
  /** Where its operations go, outside of any body in it. */
  operations: readonly Operation[] | undefined;
  /** What ends the parts of it after calls that may not come back. */
  readonly rests: ((result: Flow) => Flow)[];
}

/** The innermost statement that is being lowered: where a call in it may not come back, the rest of it is left. */
export class CurrentStatement {
  readonly #state: LoweringState;
  readonly #control: RunTimeControl;
  readonly #writtenBy: (statement: Statement) => Written;
  #current: EnteredStatement | undefined;

  /** @param writtenBy what a statement may assign to */
  constructor(state: LoweringState, control: RunTimeControl, writtenBy: (statement: Statement) => Written) {
    this.#state = state;
    this.#control = control;
    this.#writtenBy = writtenBy;
  }

  /** Begins a statement; returns what ends it, given what it has been lowered to, and tells how it goes on. */
  enter(statement: Statement): (lowered: Flow | OpenDecision) => Flow | OpenDecision {
    const outer = this.#current;
    // A loop of the run asks its condition again, in a body of its own.
    const operations = statement.kind === 'while' ? undefined : this.#state.operations;
    const current: EnteredStatement = { statement, operations, rests: [] };
    this.#current = current;
    return (lowered) => {
      this.#current = outer;
      if (current.rests.length === 0) return lowered;
      const flow = lowered.kind === 'open' ? lowered.close(emptyPiece) : lowered;
      return current.rests.reduceRight((result, end) => end(result), flow);
    };
  }

  /** Leaves the rest of it to the way on which a call comes back; false where it cannot be left there. */
  leave(flow: Flow): boolean {
    const current = this.#current;
    if (!current || current.operations !== this.#state.operations) return false;
    current.rests.push(this.#control.beginRest(flow, this.#writtenBy(current.statement)));
    current.operations = this.#state.operations;
    return true;
  }
}
