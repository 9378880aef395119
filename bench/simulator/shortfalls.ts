import type { TargetAreaName } from './targetAreas.ts';

/**
 * What was tried where rows fall short of "must" or "ambitious", by area, as the report says it. An area without a text has
 * not been looked into.
 */
export const shortfalls: Partial<Record<TargetAreaName, string>> = {
  'random-qulacs':
    'Fusing gates to dense matrices of two qubits, as Qulacs does, made it slower: with vectors of 128 bits such a matrix costs as much as ten rotations, and was 3.6 times behind rotations in a prototype. Stages are searched for instead of taken in order of the program; phases between two layers of rotations are one pass; the loops are bound by instructions, so neighbouring amplitudes share an address and a turn; chunks of zeros are not worked on. Multiplications fused with additions ("relaxed SIMD") gain about a tenth and round differently from host to host, so they are an option and not timed here.',
  'random-qsim':
    'qsim works on eight numbers of single precision at once, WebAssembly on four. Three rotations of a chunk go in one pass, and a chunk is twice as long as in double precision. Dense matrices of more qubits, as qsim fuses them, cost more than the rotations they replace.',
  'random-16':
    'Planning in TypeScript took as long as the gates, so it was moved into the kernels; "single again" shows what a plan that is found again saves beyond that. Two threads share two chunks of the state.',
  fourier:
    'The transform is nearly all phases, so that reading and writing the state weighs most. Phases between two layers are one pass from factored tables, swaps are relabelled, and stages are searched for.',
  ghz: 'A chain of CX is exchanges of basis states, and chunks that can only be zero are not visited. What is left is clearing the state and calling the other threads.',
  aer: 'The kernels are those of the rows over Qulacs, and what was tried is the same.',
  variational:
    'Angles are computed in the kernels, neighbouring phases and rotations of a qubit are added up as angles, qubits join the state when they first leave |0⟩, and phases and exchanges at the end are not done.',
  adjoint:
    'Forward and backward sweeps work block by block in the cache. Doing a CX in the pass of the rotation before it costs the rotation as much as it saves. One gradient is computed by one thread.',
  javascript:
    'At ten qubits a run takes some tenths of a millisecond, of which preparing the circuit is the larger part; compare "double again". Small circuits at many parameters have a batched call, which the row of variational circuits uses.',
  'surface-code':
    'Errors are drawn by the gaps between them, 1,024 shots are a row of words, and the whole program is one call of the kernels. One thread.',
};
