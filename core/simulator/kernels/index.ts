// The entry of the WebAssembly module: what is exported here, TypeScript can call. The sources are AssemblyScript and
// follow two rules: nothing is kept in static memory, which threads share, so scratch space comes in as an address; and
// results do not depend on the number of threads.

export { clearBytes, clearChunk, copyChunk, heapStart } from './heap';
export { bidiagonalise, multiplyByReflectors } from './matrixProduct/bidiagonal';
export { adjointMatrix, copyUpperTriangle, multiplyMatrices, padRows, unpadRows } from './matrixProduct/multiply';
export { applyPairGate } from './matrixProduct/pairGate';
export { factoriseMatrix, formUnitary, writeIdentity } from './matrixProduct/reflectors';
export { diagonaliseBidiagonal } from './matrixProduct/singularValues';
export { bindPlan } from './planning/binding';
export { lowerGates, loweringBytes, startLowering } from './planning/lowering';
export { planBytes, writePlan } from './planning/plan';
export { searchBytes, searchStage, startSearch } from './planning/stageSearch';
export { sweepChunkF32, sweepChunkF64 } from './noise/sparseSweep';
export { chunkMarginalsF32, chunkMarginalsF64 } from './readout/marginals';
export { chunkOverlapF32, chunkOverlapF64 } from './readout/overlap';
export { centredSquaresF32, centredSquaresF64, pauliSumsF32, pauliSumsF64 } from './readout/pauliSums';
export { reducedTileF32, reducedTileF64 } from './readout/reducedState';
export { sortBuckets } from './readout/sortBuckets';
export { sumOfSquaresF32, sumOfSquaresF64 } from './stateVector/norm';
export {
  applySmallCircuit,
  beginReverse,
  bindSmallCircuit,
  endReverse,
  readSmallExpectations,
  readSmallProbabilities,
  readSmallState,
  reverseSmallCircuit,
  smallExpectations,
  smallGradients,
  smallProbabilities,
  smallStates,
} from './smallCircuits/batch';
export { invertRows, shotsOfRows } from './stabilizer/frameRows';
export { runFrames, startChannels, startFrames } from './stabilizer/frames';
export { chunkNormF32, chunkNormF64 } from './stateVector/chunkNorms';
export { applyBlocks, reverseBlocks } from './smallCircuits/blocks';
export { smallOverlaps } from './smallCircuits/overlaps';
export { prepareStageF32, prepareStageF64, runStageF32, runStageF64 } from './stateVector/stage';
export { exchangeBitsF32, exchangeBitsF64, exchangeFramesF32, exchangeFramesF64 } from './stateVector/order';
export {
  chunkBitNormsF32,
  chunkBitNormsF64,
  chunkCollapseF32,
  chunkCollapseF64,
  chunkSamplesF32,
  chunkSamplesF64,
} from './stateVector/readout';
