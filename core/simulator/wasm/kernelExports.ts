/**
 * The functions of the WebAssembly module (`kernels/index.ts`), with addresses, counts and flags as numbers. An unsigned
 * 32-bit value that comes back has to be read with `>>> 0`.
 */
export interface KernelExports
  extends StateVectorExports,
    PlanningExports,
    ReadoutExports,
    NoiseExports,
    SmallCircuitExports,
    FrameExports,
    MatrixProductExports {
  heapStart(): number;
  clearBytes(address: number, bytes: number): void;
  clearChunk(address: number, bytes: number, chunk: number, thread: number): void;
  copyChunk(to: number, from: number, bytes: number, chunk: number, thread: number): void;
}

/** Applies a stage to one chunk of a state; see `kernels/stateVector/stage.ts`. */
type RunStage = (
  stage: number,
  state: number,
  chunks: number,
  work: number,
  workBytes: number,
  blockBytes: number,
  chunk: number,
  thread: number,
) => void;

// A kernel and the same in single precision.
type ChunkNorm = (state: number, amplitudes: number, norms: number, chunk: number, thread: number) => void;
type ChunkBitNorms = (
  state: number,
  amplitudes: number,
  bit: number,
  sums: number,
  chunk: number,
  thread: number,
) => void;
type ChunkCollapse = (
  state: number,
  amplitudes: number,
  bit: number,
  kept: number,
  scale: number,
  chunk: number,
  thread: number,
) => void;
type ChunkSamples = (
  state: number,
  amplitudes: number,
  frame: number,
  bases: number,
  points: number,
  starts: number,
  found: number,
  chunk: number,
  thread: number,
) => void;

type ExchangeFrames = (state: number, pairs: number, frame: number, chunk: number, thread: number) => void;
type ExchangeBits = (state: number, pairs: number, low: number, high: number, chunk: number, thread: number) => void;

interface StateVectorExports {
  sumOfSquaresF64(address: number, count: number): number;
  sumOfSquaresF32(address: number, count: number): number;
  chunkNormF64: ChunkNorm;
  chunkNormF32: ChunkNorm;
  chunkBitNormsF64: ChunkBitNorms;
  chunkCollapseF64: ChunkCollapse;
  chunkSamplesF64: ChunkSamples;
  chunkBitNormsF32: ChunkBitNorms;
  chunkCollapseF32: ChunkCollapse;
  chunkSamplesF32: ChunkSamples;
  prepareStageF64(stage: number): void;
  prepareStageF32(stage: number): void;
  runStageF64: RunStage;
  runStageF32: RunStage;
  exchangeFramesF64: ExchangeFrames;
  exchangeFramesF32: ExchangeFrames;
  exchangeBitsF64: ExchangeBits;
  exchangeBitsF32: ExchangeBits;
}

/** Planning of circuits, see `kernels/planning/`: arguments are addresses of what the function named before has filled. */
interface PlanningExports {
  loweringBytes(shape: number): number;
  startLowering(shape: number, lowering: number): void;
  lowerGates(lowering: number, patience: number): number;
  searchBytes(lowering: number): number;
  startSearch(lowering: number, search: number): void;
  searchStage(search: number): number;
  planBytes(search: number): number;
  writePlan(search: number, plan: number): void;
  bindPlan(plan: number, frame: number): number;
}

type PauliSums = (
  state: number,
  amplitudes: number,
  block: number,
  table: number,
  sums: number,
  sumCount: number,
  scratch: number,
  scratchBytes: number,
  chunk: number,
  thread: number,
) => void;
type CentredSquares = (
  state: number,
  amplitudes: number,
  block: number,
  table: number,
  mean: number,
  sums: number,
  scratch: number,
  scratchBytes: number,
  chunk: number,
  thread: number,
) => void;
type ReducedTile = (
  state: number,
  offsets: number,
  dimension: number,
  fixed: number,
  tileSize: number,
  tiles: number,
  tileCount: number,
  rests: number,
  firstRange: number,
  output: number,
  scratch: number,
  scratchBytes: number,
  chunk: number,
  thread: number,
) => void;
type ChunkOverlap = (a: number, b: number, amplitudes: number, sums: number, chunk: number, thread: number) => void;
type ChunkMarginals = (
  state: number,
  amplitudes: number,
  keys: number,
  wires: number,
  wireCount: number,
  tables: number,
  tableBytes: number,
  range: number,
  ranges: number,
  chunk: number,
  thread: number,
) => void;

/** See `kernels/readout/`. */
interface ReadoutExports {
  pauliSumsF64: PauliSums;
  pauliSumsF32: PauliSums;
  centredSquaresF64: CentredSquares;
  centredSquaresF32: CentredSquares;
  reducedTileF64: ReducedTile;
  reducedTileF32: ReducedTile;
  chunkOverlapF64: ChunkOverlap;
  chunkOverlapF32: ChunkOverlap;
  chunkMarginalsF64: ChunkMarginals;
  chunkMarginalsF32: ChunkMarginals;
  sortBuckets(numbers: number, starts: number, buckets: number, chunk: number, thread: number): void;
}

type SweepChunk = (
  table: number,
  vector: number,
  groups: number,
  scratch: number,
  scratchBytes: number,
  chunk: number,
  thread: number,
) => void;

/** See `kernels/noise/sparseSweep.ts`. */
interface NoiseExports {
  sweepChunkF64: SweepChunk;
  sweepChunkF32: SweepChunk;
}

/** `circuit` is the address of a `CircuitBlock`. */
interface SmallCircuitExports {
  bindSmallCircuit(circuit: number, slots: number): number;
  applySmallCircuit(circuit: number, from: number, to: number): void;
  readSmallState(circuit: number, output: number): void;
  readSmallProbabilities(circuit: number, output: number): void;
  readSmallExpectations(circuit: number, output: number): void;
  smallStates(circuit: number, slots: number, rows: number, output: number): number;
  smallProbabilities(circuit: number, slots: number, rows: number, output: number): number;
  smallExpectations(circuit: number, slots: number, rows: number, output: number): number;
  smallGradients(circuit: number, slots: number, rows: number, values: number, gradients: number): number;
  beginReverse(circuit: number, observable: number): number;
  reverseSmallCircuit(circuit: number, from: number, to: number): void;
  endReverse(circuit: number, output: number): void;
  applyBlocks: BlocksExport;
  reverseBlocks: BlocksExport;
  smallOverlaps(
    first: number,
    second: number,
    others: number,
    count: number,
    length: number,
    output: number,
    secondOutput: number,
  ): void;
}

interface FrameExports {
  runFrames(machine: number, patience: number): number;
  startFrames(machine: number, qubits: number, observables: number): void;
  startChannels(machine: number, count: number): void;
  invertRows(rows: number, count: number, flags: number): void;
  shotsOfRows(rows: number, count: number, target: number, stride: number): void;
}

type BlocksExport = (
  circuit: number,
  first: number,
  count: number,
  local: number,
  outer: number,
  start: number,
  step: number,
  total: number,
  chunk: number,
  thread: number,
) => void;

/** Matrices are an address and a stride; `from` and `to` divide long work. See `kernels/matrixProduct/`. */
interface MatrixProductExports {
  padRows(rows: number, columns: number, from: number, to: number, stride: number): void;
  unpadRows(rows: number, columns: number, from: number, stride: number, to: number): void;
  writeIdentity(planes: number, m: number, n: number, to: number, stride: number): void;
  copyUpperTriangle(m: number, k: number, n: number, from: number, to: number, stride: number): void;
  adjointMatrix(m: number, n: number, from: number, strideFrom: number, to: number, strideTo: number): void;
  multiplyMatrices(
    from: number,
    to: number,
    m: number,
    k: number,
    n: number,
    a: number,
    strideA: number,
    b: number,
    strideB: number,
    c: number,
    strideC: number,
    scratch: number,
  ): void;
  applyPairGate(left: number, right: number, pair: number, stride: number, gate: number): void;
  factoriseMatrix(
    from: number,
    to: number,
    m: number,
    n: number,
    a: number,
    stride: number,
    taus: number,
    scratch: number,
  ): void;
  formUnitary(
    from: number,
    to: number,
    m: number,
    columns: number,
    a: number,
    stride: number,
    taus: number,
    q: number,
    strideQ: number,
    scratch: number,
  ): void;
  bidiagonalise(
    m: number,
    n: number,
    a: number,
    stride: number,
    from: number,
    to: number,
    diagonal: number,
    upper: number,
    taus: number,
    scratch: number,
  ): void;
  multiplyByReflectors(
    from: number,
    to: number,
    count: number,
    rows: number,
    strideRows: number,
    m: number,
    n: number,
    a: number,
    stride: number,
    taus: number,
  ): void;
  diagonaliseBidiagonal(
    n: number,
    diagonal: number,
    upper: number,
    rows: number,
    stride: number,
    scale: number,
    budget: number,
  ): number;
}
