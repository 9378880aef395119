import type { Circuit, Operation, Register } from './circuit.ts';
import { bodiesOf } from './operationBodies.ts';

/**
 * How bit strings are written everywhere in the product: within a register the highest index leftmost, registers
 * separated by a space, the last declared leftmost, internal ones left out. Entry p is the bit shown at character p, or
 * `undefined` for a space.
 * @param size number of bits; bits outside every register are written as one more register, declared first
 */
export function bitStringLayout(registers: readonly Register[], size: number): (number | undefined)[] {
  const named = new Set(registers.flatMap(({ start, size: width }) => range(start, width)));
  const loose = range(0, size).filter((bit) => !named.has(bit));
  const shown = registers.filter(({ isInternal }) => !isInternal);
  return joinGroups([loose, ...shown.map((register) => range(register.start, register.size))]);
}

function joinGroups(groups: readonly (readonly number[])[]): (number | undefined)[] {
  const layout: (number | undefined)[] = [];
  for (const group of groups.filter(({ length }) => length > 0).toReversed()) {
    if (layout.length > 0) layout.push(undefined);
    layout.push(...group.toReversed());
  }
  return layout;
}

/** What the bit strings of a result are made of. */
export interface ResultLayout {
  /** Of a circuit that measures nothing, all its qubits are read at the end. */
  readonly shows: 'bits' | 'qubits';
  readonly layout: readonly (number | undefined)[];
}

/** The bit strings of a circuit's results: its outputs of bits where it declares outputs, else all its bits. */
export function resultLayout(circuit: Circuit): ResultLayout {
  const { bitCount, bitRegisters, outputs, qubitCount, qubitRegisters } = circuit;
  if (outputs) {
    const registers = outputs.flatMap(({ name, value }): Register[] =>
      value.kind === 'bits' ? [{ name, start: value.bits[0] ?? 0, size: value.bits.length }] : [],
    );
    return { shows: 'bits', layout: joinGroups(registers.map(({ size, start }) => range(start, size))) };
  }
  if (measuresBits(circuit)) {
    return { shows: 'bits', layout: bitStringLayout(bitRegisters, bitCount) };
  }
  return { shows: 'qubits', layout: bitStringLayout(qubitRegisters, qubitCount) };
}

/** What the bit strings of a circuit's results are made of, from left to right. Bits of no register are named `bits`. */
export function resultRegisters(circuit: Circuit): { readonly name: string; readonly size: number }[] {
  const { bitCount, bitRegisters, outputs, qubitCount, qubitRegisters } = circuit;
  if (outputs) {
    return outputs
      .flatMap(({ name, value }) => (value.kind === 'bits' ? [{ name, size: value.bits.length }] : []))
      .filter(({ size }) => size > 0)
      .toReversed();
  }
  const [registers, size] = measuresBits(circuit) ? [bitRegisters, bitCount] : [qubitRegisters, qubitCount];
  const named = registers.reduce((sum, register) => sum + register.size, 0);
  return [{ name: 'bits', size: size - named }, ...registers.filter(({ isInternal }) => !isInternal)]
    .filter((register) => register.size > 0)
    .map((register) => ({ name: register.name, size: register.size }))
    .toReversed();
}

/** Whether a run of the circuit tells anything of its qubits. */
export function measuresBits({ operations }: Pick<Circuit, 'operations'>): boolean {
  return operations.some(measuresBit);
}

function measuresBit(operation: Operation): boolean {
  if (operation.kind === 'measure') return operation.bit !== undefined;
  return bodiesOf(operation).some((body) => body.some(measuresBit));
}

/** Writes bits (bit j at index j, missing ones 0) in the given layout. */
export function formatBits(bits: ArrayLike<number>, layout: readonly (number | undefined)[]): string {
  let text = '';
  for (const bit of layout) text += bit === undefined ? ' ' : bits[bit] ? '1' : '0';
  return text;
}

/** Reads a bit string back: bit j at index j, or `undefined` when the text does not have the layout. */
export function parseBits(text: string, layout: readonly (number | undefined)[]): Uint8Array | undefined {
  if (text.length !== layout.length) return undefined;
  const bits = new Uint8Array(layout.filter((bit) => bit !== undefined).length);
  for (const [position, bit] of layout.entries()) {
    const character = text[position];
    if (bit === undefined ? character !== ' ' : character !== '0' && character !== '1') return undefined;
    if (bit !== undefined) bits[bit] = character === '1' ? 1 : 0;
  }
  return bits;
}

function range(start: number, size: number): number[] {
  return Array.from({ length: size }, (_, index) => start + index);
}
