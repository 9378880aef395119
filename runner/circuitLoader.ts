import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { loadCircuit } from './circuitProgram.ts';

/** Loads the OpenQASM files a pipeline names, with what they include. */
export function circuitLoader(files: PipelineFiles): CircuitLoader {
  return { load: async (path) => (await loadCircuit(path, files, () => 0)).circuit };
}
