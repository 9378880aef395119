import type { GateOperation } from '../circuit.ts';
import { gateOperation } from '../gateOperation.ts';
import type { CliffordTableau, SignedPauli } from './cliffordTableau.ts';

/**
 * A Clifford gate as `h`, `sdg`, CX, `x` and `z`, equal up to a global phase, by elimination in its tableau
 * (S. Aaronson, D. Gottesman, "Improved simulation of stabilizer circuits", 2004).
 * @param targets qubit j of the tableau is `targets[j]`
 */
export function cliffordGates(tableau: CliffordTableau, targets: readonly number[]): GateOperation[] {
  const elimination = new Elimination(tableau);
  for (let qubit = 0; qubit < targets.length; qubit++) elimination.settle(qubit);
  // What was applied takes the gate to a Pauli product, so that its inverse makes the gate of the product.
  const qubitOf = (index: number) => targets[index] ?? 0;
  const undone = elimination.applied.toReversed().map(({ control, name, qubit }) => {
    const inverse = name === 's' ? 'sdg' : name;
    return gateOperation(inverse, [], [qubitOf(qubit)], control === undefined ? [] : [qubitOf(control)]);
  });
  const paulis = targets.flatMap((target, qubit) => [
    ...(elimination.zImages[qubit]?.negative ? [gateOperation('x', [], [target])] : []),
    ...(elimination.xImages[qubit]?.negative ? [gateOperation('z', [], [target])] : []),
  ]);
  return [...paulis, ...undone];
}

interface AppliedGate {
  readonly name: 'h' | 's' | 'x';
  readonly qubit: number;
  readonly control?: number;
}

class Elimination {
  readonly xImages: readonly SignedPauli[];
  readonly zImages: readonly SignedPauli[];
  readonly applied: AppliedGate[] = [];

  constructor({ xImages, zImages }: CliffordTableau) {
    this.xImages = xImages.map((image) => ({ ...image }));
    this.zImages = zImages.map((image) => ({ ...image }));
  }

  /** Makes X and Z of a qubit their own images, up to sign; those of the qubits before are already. */
  settle(qubit: number): void {
    const [xImage, zImage] = [this.xImages[qubit], this.zImages[qubit]];
    if (!xImage || !zImage) return;
    for (const other of this.#from(qubit)) {
      if (!bit(xImage.z, other)) continue;
      if (bit(xImage.x, other)) this.#s(other);
      else this.#h(other);
    }
    if (!bit(xImage.x, qubit)) {
      const other = this.#from(qubit).find((candidate) => bit(xImage.x, candidate));
      if (other !== undefined) this.#cx(other, qubit);
    }
    for (const other of this.#from(qubit + 1)) if (bit(xImage.x, other)) this.#cx(qubit, other);
    if (bit(zImage.x, qubit)) {
      // √X keeps X and makes Y a Z.
      this.#h(qubit);
      this.#s(qubit);
      this.#h(qubit);
    }
    for (const other of this.#from(qubit + 1)) {
      if (bit(zImage.x, other) && bit(zImage.z, other)) this.#s(other);
      if (bit(zImage.x, other)) this.#h(other);
      if (bit(zImage.z, other)) this.#cx(other, qubit);
    }
  }

  #from(first: number): number[] {
    return Array.from({ length: this.xImages.length - first }, (_, index) => first + index);
  }

  #h(qubit: number): void {
    this.applied.push({ name: 'h', qubit });
    this.#update((image) => {
      const [x, z] = [bit(image.x, qubit), bit(image.z, qubit)];
      if (x && z) image.negative = !image.negative;
      image.x = withBit(image.x, qubit, z);
      image.z = withBit(image.z, qubit, x);
    });
  }

  #s(qubit: number): void {
    this.applied.push({ name: 's', qubit });
    this.#update((image) => {
      const [x, z] = [bit(image.x, qubit), bit(image.z, qubit)];
      if (x && z) image.negative = !image.negative;
      image.z = withBit(image.z, qubit, x !== z);
    });
  }

  #cx(control: number, qubit: number): void {
    this.applied.push({ name: 'x', qubit, control });
    this.#update((image) => {
      const [xc, zc] = [bit(image.x, control), bit(image.z, control)];
      const [xt, zt] = [bit(image.x, qubit), bit(image.z, qubit)];
      if (xc && zt && xt === zc) image.negative = !image.negative;
      image.x = withBit(image.x, qubit, xt !== xc);
      image.z = withBit(image.z, control, zc !== zt);
    });
  }

  #update(change: (image: SignedPauli) => void): void {
    for (const image of [...this.xImages, ...this.zImages]) change(image);
  }
}

function bit(bits: number, position: number): boolean {
  return ((bits >> position) & 1) === 1;
}

function withBit(bits: number, position: number, value: boolean): number {
  return value ? bits | (1 << position) : bits & ~(1 << position);
}
