import { lengthOf } from '#core/base/elementary/length.ts';
import type { DenseMatrix } from '../matrices/denseMatrix.ts';

/** A product of Pauli matrices with sign: bit j of `x` and `z` tells X, Z or (both) Y on qubit j. */
export interface SignedPauli {
  x: number;
  z: number;
  negative: boolean;
}

/** What a Clifford gate makes of the Pauli matrices by conjugation; everything about it but its global phase. */
export interface CliffordTableau {
  /** The images of X on each qubit. */
  readonly xImages: readonly SignedPauli[];
  /** The images of Z on each qubit. */
  readonly zImages: readonly SignedPauli[];
}

/** Deviations below this are rounding. */
const rounding = 1e-9;

/** The tableau of a unitary matrix; undefined when it is no Clifford gate. */
export function cliffordTableau(unitary: DenseMatrix): CliffordTableau | undefined {
  const qubits = Math.round(Math.log2(unitary.dimension));
  const xImages: SignedPauli[] = [];
  const zImages: SignedPauli[] = [];
  for (let qubit = 0; qubit < qubits; qubit++) {
    const xImage = imageOf(unitary, 1 << qubit, 0);
    const zImage = imageOf(unitary, 0, 1 << qubit);
    if (!xImage || !zImage) return undefined;
    xImages.push(xImage);
    zImages.push(zImage);
  }
  return { xImages, zImages };
}

/** The Pauli product that a tableau is of, up to a phase; undefined for other Clifford gates. */
export function pauliOf({ xImages, zImages }: CliffordTableau): { readonly x: number; readonly z: number } | undefined {
  let [x, z] = [0, 0];
  for (let qubit = 0; qubit < xImages.length; qubit++) {
    const [xImage, zImage] = [xImages[qubit], zImages[qubit]];
    const bit = 1 << qubit;
    if (xImage?.x !== bit || xImage.z !== 0 || zImage?.x !== 0 || zImage.z !== bit) return undefined;
    if (zImage.negative) x |= bit;
    if (xImage.negative) z |= bit;
  }
  return { x, z };
}

/** U · X^x Z^z · U†, if that is a Pauli product again. Only Hermitian ones are asked for. */
function imageOf(unitary: DenseMatrix, x: number, z: number): SignedPauli | undefined {
  const n = unitary.dimension;
  const { re, im } = unitary;
  // Entry (row, column) is Σ_k U[row, k ⊕ x] (−1)^{z·k} conj(U[column, k]).
  const entry = (row: number, column: number): readonly [number, number] => {
    let [sumRe, sumIm] = [0, 0];
    for (let k = 0; k < n; k++) {
      const sign = isOdd(z & k) ? -1 : 1;
      const [a, b] = [re[row * n + (k ^ x)] ?? 0, im[row * n + (k ^ x)] ?? 0];
      const [c, d] = [re[column * n + k] ?? 0, im[column * n + k] ?? 0];
      sumRe += sign * (a * c + b * d);
      sumIm += sign * (b * c - a * d);
    }
    return [sumRe, sumIm];
  };
  let imageX = -1;
  for (let row = 0; row < n; row++) if (lengthOf(...entry(row, 0)) > 0.5) imageX = row;
  if (imageX < 0) return undefined;
  const [firstRe, firstIm] = entry(imageX, 0);
  let imageZ = 0;
  for (let bit = 1; bit < n; bit <<= 1) {
    const [otherRe, otherIm] = entry(bit ^ imageX, bit);
    if (firstRe * otherRe + firstIm * otherIm < 0) imageZ |= bit;
  }
  // X^x Z^z with the factor that makes it Hermitian has i^{|x & z|} in its first column.
  const quarter = bitCount(imageX & imageZ) % 4;
  const [unitRe, unitIm] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][quarter] ?? [1, 0];
  const negative = firstRe * (unitRe ?? 0) + firstIm * (unitIm ?? 0) < 0;
  const sign = negative ? -1 : 1;
  for (let column = 0; column < n; column++) {
    const [foundRe, foundIm] = entry(column ^ imageX, column);
    const wanted = isOdd(column & imageZ) ? -sign : sign;
    if (lengthOf(foundRe - wanted * (unitRe ?? 0), foundIm - wanted * (unitIm ?? 0)) > rounding) return undefined;
  }
  return { x: imageX, z: imageZ, negative };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function isOdd(bits: number): boolean {
  return bitCount(bits) % 2 === 1;
}
