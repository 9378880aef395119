import { formatBits, type ResultLayout, resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { type ClassicalMemory, copyMemory } from '#core/circuit/evaluateClassical.ts';
import { type OutputValue, outputValue } from '#core/circuit/outputValue.ts';
import type { Program } from './compileProgram.ts';
import { runClassical } from './runBranches.ts';

/** What a run returns besides bits, by name. */
export type OutputValues = Readonly<Record<string, OutputValue>>;

/** Of runs that return bits only. */
const noValues: OutputValues = {};

/** What was returned, and how often or how likely it is. */
export interface TalliedOutcome {
  readonly bits: string;
  readonly values: OutputValues;
  readonly amount: number;
}

/** Amounts (of shots, or of probability) by what was returned. */
export class OutcomeTally {
  readonly #amounts = new Map<string, TalliedOutcome & { amount: number }>();

  /** Everything of a list, in which an outcome may come several times. */
  static of(entries: readonly TalliedOutcome[]): OutcomeTally {
    const tally = new OutcomeTally();
    for (const { amount, bits, values } of entries) tally.add(bits, values, amount);
    return tally;
  }

  add(bits: string, values: OutputValues, amount: number): void {
    const key = outcomeKey(bits, values);
    const known = this.#amounts.get(key);
    if (known) known.amount += amount;
    else this.#amounts.set(key, { bits, values, amount });
  }

  amountOf(bits: string, values: OutputValues): number {
    return this.#amounts.get(outcomeKey(bits, values))?.amount ?? 0;
  }

  /** Everything that was returned, in order of the bits and then of the values. */
  entries(): TalliedOutcome[] {
    return [...this.#amounts]
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([, entry]) => entry);
  }

  byBits(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { amount, bits } of this.entries()) sums[bits] = (sums[bits] ?? 0) + amount;
    return sums;
  }

  /** The largest of what `select` makes of the amounts, at least 0. */
  largest(select: (amount: number) => number): number {
    let largest = 0;
    for (const { amount } of this.#amounts.values()) largest = Math.max(largest, select(amount));
    return largest;
  }
}

/** A text that is the same for the same outcome; made quickly where there are no values, as hardly ever there are. */
export function outcomeKey(bits: string, values: OutputValues): string {
  return values === noValues ? `${bits} {}` : `${bits} ${JSON.stringify(values)}`;
}

/** How the final reading of qubits and the memory before it make what a run returns. */
export interface OutcomeReader {
  /** The qubits to read at the end. */
  readonly qubits: readonly number[];
  /** Whether runs return other values than bits. */
  readonly hasValues: boolean;
  /** Whether what is returned depends on a bit of the memory. */
  needs(bit: number): boolean;
  /** @param values of `qubits`, in order; of several readings of one bit the last counts */
  add(target: OutcomeTally, values: Uint8Array, amount: number, memory: ClassicalMemory): void;
}

/** @param chosen bits or qubits to show instead of all that a run returns */
export function outcomeReader(
  circuit: Circuit,
  program: Pick<Program<unknown>, 'readout' | 'epilogue'>,
  chosen?: ResultLayout,
): OutcomeReader {
  const { layout, shows } = chosen ?? resultLayout(circuit);
  const others = chosen ? [] : (circuit.outputs ?? []).filter(({ value }) => value.kind !== 'bits');
  const computes = program.epilogue.length > 0 && (chosen === undefined || shows === 'bits');
  const shown = new Set(layout);
  const readout =
    shows === 'bits'
      ? program.readout.filter(({ bit }) => chosen === undefined || computes || shown.has(bit))
      : Array.from({ length: circuit.qubitCount }, (_, qubit) => ({ qubit, bit: qubit })).filter(({ bit }) =>
          shown.has(bit),
        );
  const qubits = readout.map(({ qubit }) => qubit);
  const read = new Uint8Array(circuit.qubitCount);
  return {
    qubits,
    hasValues: others.length > 0,
    needs: (bit) => shows === 'bits' && (computes || others.length > 0 || shown.has(bit)),
    add(target, values, amount, memory) {
      const final = computes ? copyMemory(memory) : memory;
      const bits = shows === 'bits' ? final.bits : read;
      readout.forEach(({ bit }, place) => {
        bits[bit] = values[place] ?? 0;
      });
      if (computes) runClassical(program.epilogue, final);
      const returned =
        others.length === 0
          ? noValues
          : Object.fromEntries(others.map((output) => [output.name, outputValue(output, final)]));
      target.add(formatBits(bits, layout), returned, amount);
    },
  };
}
