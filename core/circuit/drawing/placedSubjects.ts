import type { Operation } from '../circuit.ts';
import { isBlock } from './operationTexts.ts';
import type { Subject } from './placement.ts';

/**
 * What the elements of a drawing show, by number. Operations that are in no body have the number of their place in the
 * circuit, so that a circuit of a million of them is not listed a second time; the others have negative numbers.
 */
export class PlacedSubjects {
  readonly #operations: readonly Operation[];
  readonly #others: Subject[] = [];

  constructor(operations: readonly Operation[]) {
    this.#operations = operations;
  }

  /** Adds what is not an operation of the circuit itself; returns its number. */
  add(subject: Subject): number {
    return -this.#others.push(subject);
  }

  /** @throws RangeError for a number that nothing has */
  at(number: number): Subject {
    if (number < 0) {
      const other = this.#others[-number - 1];
      if (other) return other;
    }
    const operation = this.#operations[number];
    if (!operation || isBlock(operation)) throw new RangeError(`The drawing shows nothing of number ${number}.`);
    return operation;
  }

  /** Calls and loops, and bodies of operations; those in bodies that are operations too. */
  get others(): readonly Subject[] {
    return this.#others;
  }
}
