/** Where a state is, and how its qubits are arranged. */
export interface PlacedState {
  readonly address: number;
  /** How many amplitudes. */
  readonly size: number;
  /** The wire of each qubit, which is the bit of an index that tells its value. */
  readonly wires: readonly number[];
  /** Wires whose |0⟩ and |1⟩ are exchanged. */
  readonly frame: number;
}

/** Bits of qubits as bits of their wires. */
export function onWires(qubits: number, wires: readonly number[]): number {
  let bits = 0;
  for (let rest = qubits; rest !== 0; rest &= rest - 1) {
    bits |= 1 << (wires[31 - Math.clz32(rest & -rest)] as number);
  }
  return bits;
}

/** Where the amplitudes of a state of some qubits are, by the number whose bit j is the value of `qubits[j]`; the others at 0. */
export function placesOf(
  qubits: readonly number[],
  { frame, wires }: Pick<PlacedState, 'frame' | 'wires'>,
): Uint32Array {
  const bits = qubits.map((qubit) => 1 << (wires[qubit] as number));
  const flipped = bits.reduce((all, bit) => all | bit, 0) & frame;
  return Uint32Array.from({ length: 2 ** qubits.length }, (_, value) =>
    bits.reduce((place, bit, position) => ((value >>> position) & 1 ? place ^ bit : place), flipped),
  );
}
