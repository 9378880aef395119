import { assembleCircuit } from '../circuits/assembleCircuit.ts';
import { CircuitFitter, fittingSettings } from '../circuits/circuitFitter.ts';
import { emulatedDevices } from '../circuits/emulatedDevices.ts';
import { withReadQubits } from '../circuits/readout.ts';
import { withFeaturesOfTable } from '../data/featuresOfTable.ts';
import { predefinedParts } from '../data/learningData.ts';
import { loadTable } from '../data/loadTable.ts';
import type { CircuitLoader, PipelineFiles } from '../enginePorts.ts';
import { loadProblem } from '../problem/loadProblem.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { BackendPrices } from './plannedCost.ts';
import { planRun, type RunPlan } from './planRun.ts';

/**
 * The plan of a run from the pipeline and its files, for `hybridq plan`. Nothing is run or sent.
 * @param prices what is known of them beside the pipeline
 * @throws Failure of the files, or `invalid-circuit` when they do not fit together
 */
export async function planPipeline(
  written: ResolvedPipeline,
  files: PipelineFiles,
  circuits: CircuitLoader,
  prices?: BackendPrices,
): Promise<RunPlan> {
  const reading = await withReadQubits(written, circuits);
  const { data } = reading;
  const settings = fittingSettings(reading);
  const fitter = settings && new CircuitFitter(settings, await emulatedDevices(reading, files));
  const known = { ...(fitter && { fitter }), ...(prices && { prices }) };
  if (!data) {
    const { observable } = await loadProblem(reading, files);
    const { circuit, parameterCount } = await assembleCircuit(reading, circuits, 'full', observable);
    return planRun(reading, { circuit, parameters: parameterCount, observable, ...known });
  }
  const table = await loadTable(data, files);
  const pipeline = withFeaturesOfTable(reading, table);
  const { circuit, parameterCount } = await assembleCircuit(pipeline, circuits, 'full');
  const parts = await predefinedParts(data, files);
  return planRun(pipeline, {
    rows: table.rowCount,
    ...(parts ? { split: { train: parts.train.length, test: parts.test.length } } : {}),
    circuit,
    parameters: parameterCount,
    ...known,
  });
}
