import type { TargetAreaName } from './targetAreas.ts';

/**
 * What was tried where rows fall short of "must" or "ambitious", by area, as the report says it. An area without a text has
 * not been looked into.
 */
export const shortfalls: Partial<Record<TargetAreaName, string>> = {
  'random-qulacs':
    'Fusing gates to dense matrices of two qubits makes it slower: with 128-bit vectors such a matrix costs as much as ten rotations. Stages are searched for instead of taken in order of the program, phases between two layers of rotations are one pass, chunks of zeros are not worked on. Multiplications fused with additions ("relaxed SIMD") gain about a tenth and round differently from host to host, so they are an option and not timed here.',
  'random-qsim':
    'qsim works on eight numbers of single precision at once, WebAssembly on four. Three rotations of a chunk go in one pass, and a chunk is twice as long as in double precision. Larger dense matrices, as qsim fuses them, make it slower.',
  'random-16':
    'A run of this size takes a few milliseconds, and planning a large part of it: compare "single" with "single again", which keeps the plan. The search for stages looks only at a window of long circuits, and writes what it found without intermediate objects.',
  fourier:
    'The transform is almost only phases, so it is bound by reading and writing the state, which two threads share. Phases of a layer are one pass from factored tables; swaps are relabelled.',
  ghz: 'A chain of CX is exchanges of basis states, chunks that can only be zero are not visited. What is left is starting the threads and clearing the state.',
  aer: 'As for random circuits over Qulacs: the kernels are the same.',
  variational:
    'Angles are computed in the kernels, neighbouring phases and rotations of a qubit are added up as angles, qubits join the state when they first leave |0⟩.',
  adjoint:
    'Forward and backward sweeps work block by block in the cache. Doing a CX in the pass of the rotation before it costs the rotation as much as it saves. One gradient is computed by one thread.',
  javascript:
    'At ten qubits a run takes less than a millisecond, and planning is the larger part of it: compare "double again" in the random circuits.',
  'surface-code':
    'Errors are drawn by the gaps between them, 1,024 shots are a row of words, and the whole program is one call. One thread.',
};
