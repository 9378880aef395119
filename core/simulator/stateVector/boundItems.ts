import type { Item, LoweredGates } from './loweredGates.ts';
import { type Binding, type MatrixSource, writeProduct, writeSource } from './oneQubitMatrix.ts';

/**
 * The numbers of a circuit's items under a binding. What one-qubit gates are besides rotations is carried along: a phase
 * per wire until it is settled or comes before the next rotation, whether |0⟩ and |1⟩ of a wire are exchanged (its
 * frame), and a factor of everything.
 */
export class BoundItems {
  /** By item: real and imaginary part of the phase it executes; of a rotation, the one that comes before it. */
  readonly phases: Float64Array;
  /** By item: real and imaginary part of the factor of all amplitudes that executing it leaves. */
  readonly scales: Float64Array;
  /** By item: t of a rotation (a − t·b, b + t·a), at most 1 in size. */
  readonly tangents: Float64Array;
  /** By item: the value of its mask in the index of amplitudes. */
  readonly values: Int32Array;
  /** By item: the frames before it, of dense items. */
  readonly frames: Int32Array;
  /** The matrices of dense items, by item. */
  readonly matrices = new Map<number, Float64Array>();
  /** The wires whose |0⟩ and |1⟩ are exchanged after the gates. */
  exitFrame = 0;

  readonly #lowered: LoweredGates;
  readonly #wirePhases: Float64Array;
  readonly #matrix = new Float64Array(8);
  #scale: [number, number] = [1, 0];

  constructor(lowered: LoweredGates) {
    const count = lowered.items.length;
    this.#lowered = lowered;
    this.phases = new Float64Array(2 * count);
    this.scales = new Float64Array(2 * count);
    this.tangents = new Float64Array(count);
    this.values = new Int32Array(count);
    this.frames = new Int32Array(count);
    this.#wirePhases = new Float64Array(2 * 32);
  }

  /**
   * Computes all numbers.
   * @param entryFrame the frames before the gates
   */
  bind(binding: Binding, entryFrame: number): void {
    this.#scale = [1, 0];
    for (let wire = 0; wire < 32; wire++) {
      this.#wirePhases[2 * wire] = 1;
      this.#wirePhases[2 * wire + 1] = 0;
    }
    let frame = entryFrame;
    this.#lowered.items.forEach((item, index) => {
      this.scales[2 * index] = 1;
      this.scales[2 * index + 1] = 0;
      frame = this.#bindItem(item, index, binding, frame);
    });
    this.exitFrame = frame;
  }

  #bindItem(item: Item, index: number, binding: Binding, frame: number): number {
    switch (item.kind) {
      case 'rotation':
      case 'monomial':
        writeProduct(item.sources, binding, this.#matrix);
        return this.#addOneQubit(item.wire, index, item.kind === 'rotation', frame);
      case 'settle':
        this.#takePhase(item.wire, index);
        return frame;
      case 'phase':
        this.#addPhase(item, index, binding, frame);
        return frame;
      case 'flip':
        this.values[index] = item.value ^ (frame & item.mask);
        return frame;
      case 'dense': {
        this.values[index] = item.value ^ (frame & item.mask);
        this.matrices.set(index, framedMatrix(item.source, item.targets, frame, binding));
        return frame;
      }
      case 'scalar':
        [this.scales[2 * index], this.scales[2 * index + 1]] = this.#scale;
        this.#scale = [1, 0];
        return frame;
    }
  }

  /** Splits the matrix at hand, and returns the frames after it. */
  #addOneQubit(wire: number, index: number, isRotation: boolean, frame: number): number {
    const m = this.#matrix;
    const at = (place: number) => m[place] as number;
    const bit = 1 << wire;
    // Columns of the matrix between frames; the first row is the one that |0⟩ stays in mostly.
    const before = (frame & bit) === 0 ? 0 : 2;
    const other = 2 - before;
    const straight = at(before) ** 2 + at(before + 1) ** 2;
    const crossed = at(before + 4) ** 2 + at(before + 5) ** 2;
    const isFlipped = straight < crossed;
    const [top, bottom] = isFlipped ? [4, 0] : [0, 4];
    const [aRe, aIm] = [at(top + before), at(top + before + 1)];
    const [bRe, bIm] = [at(top + other), at(top + other + 1)];
    const [dRe, dIm] = [at(bottom + other), at(bottom + other + 1)];
    const cosine = Math.sqrt(isFlipped ? crossed : straight);
    const sine = Math.sqrt(isFlipped ? straight : crossed);
    // [[a, b], [c, d]] = r · diag(1, after) · [[cos, −sin], [sin, cos]] · diag(1, before), r = a/|a|; w = after · before.
    const [rRe, rIm] = [aRe / cosine, aIm / cosine];
    this.#multiplyScale(rRe, rIm);
    const phase = [dRe * rRe + dIm * rIm, dIm * rRe - dRe * rIm] as const;
    const length = Math.hypot(phase[0], phase[1]);
    const [wRe, wIm] = [phase[0] / length, phase[1] / length];
    if (!isRotation) {
      this.#multiplyWire(wire, wRe, wIm);
    } else if (Math.min(sine, Math.hypot(bRe, bIm)) < 1e-100) {
      // Next to a diagonal gate, directions off the diagonal are lost to underflow, or to cancellation on one side.
      this.#multiplyWire(wire, wRe, wIm);
      this.#takePhase(wire, index);
      this.tangents[index] = 0;
    } else {
      // `after` is what `before` leaves of after·w, so that where b and c are rounding only, their phases do no harm.
      const [beforeRe, beforeIm] = unit(-(bRe * rRe + bIm * rIm), -(bIm * rRe - bRe * rIm));
      const [afterRe, afterIm] = [wRe * beforeRe + wIm * beforeIm, wIm * beforeRe - wRe * beforeIm];
      this.#multiplyWire(wire, beforeRe, beforeIm);
      this.#takePhase(wire, index);
      this.#multiplyWire(wire, afterRe, afterIm);
      this.tangents[index] = sine / cosine;
      this.scales[2 * index] = cosine;
    }
    return isFlipped ? frame | bit : frame & ~bit;
  }

  #addPhase(item: Extract<Item, { kind: 'phase' }>, index: number, binding: Binding, frame: number): void {
    const { factors, mask } = item;
    const value = item.value ^ (frame & mask);
    let [re, im] = [1, 0];
    for (const { place, power, source } of factors) {
      const [factorRe, factorIm] = diagonalEntry(source, place, binding);
      // Factors are of size 1, so the conjugate is the inverse.
      [re, im] = [re * factorRe - power * im * factorIm, im * factorRe + power * re * factorIm];
    }
    if (mask === 0) this.#multiplyScale(re, im);
    else if ((mask & (mask - 1)) === 0) {
      const wire = 31 - Math.clz32(mask);
      if (value === 0) {
        // A factor of |0⟩ is one of everything and its inverse of |1⟩.
        this.#multiplyScale(re, im);
        this.#multiplyWire(wire, re, -im);
      } else this.#multiplyWire(wire, re, im);
    } else {
      this.values[index] = value;
      this.phases[2 * index] = re;
      this.phases[2 * index + 1] = im;
    }
  }

  #multiplyScale(re: number, im: number): void {
    const [scaleRe, scaleIm] = this.#scale;
    this.#scale = [scaleRe * re - scaleIm * im, scaleRe * im + scaleIm * re];
  }

  #multiplyWire(wire: number, re: number, im: number): void {
    const phases = this.#wirePhases;
    const [oldRe, oldIm] = [phases[2 * wire] as number, phases[2 * wire + 1] as number];
    phases[2 * wire] = oldRe * re - oldIm * im;
    phases[2 * wire + 1] = oldRe * im + oldIm * re;
  }

  /** The item executes the phase of a wire, which is then gone. */
  #takePhase(wire: number, index: number): void {
    const phases = this.#wirePhases;
    this.phases[2 * index] = phases[2 * wire] as number;
    this.phases[2 * index + 1] = phases[2 * wire + 1] as number;
    phases[2 * wire] = 1;
    phases[2 * wire + 1] = 0;
    this.values[index] = 1 << wire;
  }
}

function unit(re: number, im: number): [number, number] {
  const length = Math.hypot(re, im);
  return [re / length, im / length];
}

function diagonalEntry(source: MatrixSource, place: number, binding: Binding): [number, number] {
  const values = new Float64Array(source.kind === 'gate' && source.gate === 'rzz' ? 32 : 8);
  writeSource(source, binding, values);
  const dimension = source.kind === 'gate' && source.gate === 'rzz' ? 4 : 2;
  const at = source.kind === 'eigenvalues' ? 2 * place : 2 * (dimension + 1) * place;
  return [values[at] as number, values[at + 1] as number];
}

/** A matrix whose rows and columns are exchanged where |0⟩ and |1⟩ of a target are. */
function framedMatrix(source: MatrixSource, targets: readonly number[], frame: number, binding: Binding): Float64Array {
  const dimension = 2 ** targets.length;
  const matrix = new Float64Array(2 * dimension * dimension);
  writeSource(source, binding, matrix);
  const flipped = targets.reduce((bits, wire, place) => (frame & (1 << wire) ? bits | (1 << place) : bits), 0);
  if (flipped === 0) return matrix;
  const framed = new Float64Array(matrix.length);
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      const from = 2 * ((row ^ flipped) * dimension + (column ^ flipped));
      framed.set(matrix.subarray(from, from + 2), 2 * (row * dimension + column));
    }
  }
  return framed;
}
