/**
 * The functions of the WebAssembly module (`kernels/index.ts`), with addresses, counts and flags as numbers. An unsigned
 * 32-bit value that comes back has to be read with `>>> 0`.
 */
export interface KernelExports extends StateVectorExports {
  heapStart(): number;
}

interface StateVectorExports {
  sumOfSquaresF64(address: number, count: number): number;
  sumOfSquaresF32(address: number, count: number): number;
}
