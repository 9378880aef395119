import { Failure } from '#core/base/failure.ts';
import { circuitKey } from '../circuits/circuitKey.ts';
import { readingRegister, registerFiles } from '../circuits/readout.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { FileFacts } from './checkContext.ts';

/**
 * The pipeline with the qubits of the register it reads, where it reads one and its files were looked at; why not, where
 * there is no such register to read.
 */
export function readPipelineOf(
  pipeline: ResolvedPipeline,
  circuits: FileFacts['circuits'],
): ResolvedPipeline | Failure {
  const { register } = pipeline.quantum.measure;
  const files = registerFiles(pipeline.quantum);
  const known = files.flatMap((use) => {
    const circuit = circuits.get(circuitKey(use));
    return circuit === undefined || circuit instanceof Failure ? [] : [{ file: use.file, circuit }];
  });
  // A file that was not looked at, or cannot be used, says nothing of its registers.
  if (register === undefined || known.length < files.length) return pipeline;
  try {
    return readingRegister(pipeline, register, known);
  } catch (thrown) {
    if (Failure.is(thrown)) return thrown;
    throw thrown;
  }
}
