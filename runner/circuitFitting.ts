import { usualFittingLevel } from '#core/pipeline/circuits/circuitFitter.ts';
import type { ConfiguredBackend, ConfiguredTranspiler } from '#core/protocol/configuredBackend.ts';
import type { QuantumUsage } from '#core/runs/runRecord.ts';
import type { TranspiledCircuit, TranspilerTarget } from '#core/transpiler/transpileCircuit.ts';
import type { FitterOptions } from './fittedBackend.ts';
import { targetDigest } from './targetDigest.ts';

/** How the circuit of a run is fitted to a device. */
type CircuitFitting = Pick<FitterOptions, 'layout' | 'level' | 'seed'>;

/** What was asked of the transpiler: by the run, else by the settings of the backend; undefined where nobody did. */
export function transpilerOf(
  asked: ConfiguredTranspiler | undefined,
  configured: ConfiguredBackend | undefined,
): ConfiguredTranspiler | undefined {
  const usual = configured && 'transpile' in configured ? configured.transpile : undefined;
  const wanted = { ...usual, ...asked };
  return Object.keys(wanted).length === 0 ? undefined : wanted;
}

/** With what nobody asked for. */
export function fitterOptions(
  { layout, level = usualFittingLevel, seed }: ConfiguredTranspiler = {},
  seedOfRun: number,
): CircuitFitting {
  return { level, seed: seed ?? seedOfRun, ...(layout && { layout }) };
}

/** How the circuit was fitted to the device, as the record keeps it. */
export function fittingOf(
  { after, circuit, fidelity, initial, swaps }: TranspiledCircuit,
  target: TranspilerTarget | undefined,
  { layout, level, seed }: CircuitFitting,
  version: string,
): Pick<QuantumUsage, 'compiled' | 'transpiler'> {
  const { depth, gateCounts, gates, twoQubitGates, usedQubits } = after;
  return {
    compiled: { qubits: usedQubits, parameters: circuit.parameters.length, depth, gates, twoQubitGates, gateCounts },
    transpiler: {
      version,
      level,
      basis: [...(target?.basis.names ?? [])],
      seed,
      ...(layout && { layout: [...layout] }),
      initialLayout: [...initial],
      swaps,
      ...(fidelity !== undefined && { fidelity }),
      ...(target && { target: targetDigest(target) }),
    },
  };
}
