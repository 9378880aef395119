import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { loadCircuit } from './circuitProgram.ts';

/**
 * Loads the OpenQASM files a pipeline names, with what they include.
 * @param includePaths folders in which included files are looked for after their own
 */
export function circuitLoader(files: PipelineFiles, includePaths: readonly string[] = []): CircuitLoader {
  return { load: async (path, entry) => (await loadCircuit(path, files, () => 0, { entry, includePaths })).circuit };
}
