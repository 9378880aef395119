import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { neverCancelled } from '#core/base/cancellation.ts';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import type { ContenderWork } from '#core/pipeline/engine/contender.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { trainingGoal } from '#core/pipeline/engine/trainingGoal.ts';
import { trainedPoint } from '#core/pipeline/engine/variationalContender.ts';
import type { EnginePorts } from '#core/pipeline/enginePorts.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { systemClock } from '#platform/systemClock.ts';
import { type LoadedCircuit, serve } from '../../simulator/conversation.ts';
import { comparedEntries, readWorkload, type Workload } from '../workload.ts';

/*
 * The engine of pipelines inside a process, bundled as it is shipped, with the simulator that `hybridq run` has: it is
 * timed from the prepared rows on to the trained parameters or the kernel matrix, without reading files, checking the
 * pipeline and keeping records.
 */

const threads = Number(process.env['OMP_NUM_THREADS'] ?? 1);
const simulator = new SimulatorPool(fileURLToPath(new URL('simulatorWorker.cjs', import.meta.url)), { threads });

const ports: EnginePorts = {
  clock: systemClock,
  evaluator: async () => simulator,
  report: () => {},
  saveCheckpoint: async () => {},
  loadCheckpoint: async () => undefined,
};

await serve(async (file) => {
  const workload = await readWorkload(await readFile(file, 'utf8'), folderFiles(dirname(file)));
  const work = workload.pipeline.quantum.kernel === undefined ? training(workload) : kernel(workload);
  return { ...work, close: () => simulator.close() };
});

/** Trains the circuit; the answer is the loss of every step and the parameters, or with shots the first loss. */
function training({ model, pipeline, split }: Workload): LoadedCircuit {
  let losses: number[] = [];
  let found: readonly number[] = [];
  const work: ContenderWork = {
    signal: neverCancelled,
    python: undefined,
    kept: undefined,
    keep: async () => {},
    advance: () => {},
    begin: () => {},
    trace: ({ loss }) => losses.push(loss),
    trained: () => {},
    breathe: async () => {},
  };
  const isSampled = Object.values(pipeline.backends).some(({ shots }) => shots !== undefined);
  return {
    async run() {
      losses = [];
      const goal = trainingGoal(pipeline, pipeline.optimise?.loss ?? 'cross-entropy', split);
      const chain = new EvaluatorChain(pipeline, ports);
      found = await trainedPoint(pipeline, model, chain, split, work, 'hybrid', goal);
    },
    answer: () => (isSampled ? losses.slice(0, 1) : [...losses, ...found]),
  };
}

/** Computes the kernel matrix of the training rows; the answer is some of its entries. */
function kernel({ model, pipeline, split }: Workload): LoadedCircuit {
  let found = matrixFromRows([]);
  return {
    async run() {
      const question = {
        circuit: model.circuit,
        bindings: matrixToRows(split.train.interface),
        output: { kind: 'fidelity-kernel' },
        seed: pipeline.seeds.sampler,
      } as const;
      found = matrixFromRows(await new EvaluatorChain(pipeline, ports).evaluate(question, neverCancelled));
    },
    answer: () => comparedEntries(found),
  };
}
