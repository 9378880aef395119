import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { usualBasis } from '#core/transpiler/gateBasis.ts';
import { CircuitFitter, fittingSettings } from '../circuits/circuitFitter.ts';
import type { CheckContext } from './checkContext.ts';

/** Larger circuits are not fitted at every keystroke; the plan does it when it is asked for. */
const mostOperations = 300;

/**
 * Fits the circuit of a pipeline to backends: as the pipeline says, and else, where a device is known by its couplings, at
 * level 1 as an estimate. Undefined where neither is the case, and for large circuits.
 */
export function fitterOf({ facts, pipeline }: CheckContext, circuit: Circuit): CircuitFitter | undefined {
  if (circuit.operations.length > mostOperations) return undefined;
  const { devices = new Map() } = facts;
  const isRouted = [...devices.values()].some(({ coupling }) => coupling !== undefined);
  const estimate = isRouted ? { level: 1 as const, basis: usualBasis, seed: pipeline.seeds.transpiler } : undefined;
  const settings = fittingSettings(pipeline) ?? estimate;
  return settings && new CircuitFitter(settings, devices);
}

/** The circuit as a backend gets it; undefined where it does not fit, which the run tells. */
export function circuitOn(fitter: CircuitFitter, circuit: Circuit, backend: string): Circuit | undefined {
  try {
    return fitter.fitted(circuit, backend).circuit;
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
