import { resultRegisters } from '#core/circuit/bitStrings.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import type { QuantumUsage, RunResult } from '#core/runs/runRecord.ts';
import type { LoadedCircuit } from './circuitProgram.ts';
import { embeddedBackend } from './runBackends.ts';

/** The record keeps no more distinct outcomes than this, the most frequent ones. */
const mostKeptOutcomes = 65_536;

/** What the record keeps of a simulation. @param version of the product */
export function resultOfSimulation(loaded: LoadedCircuit, report: SimulationReport, version: string): RunResult {
  const usage: QuantumUsage = {
    ...usageOf(loaded.circuit, loaded.inputCount, report.shots),
    backend: embeddedBackend,
    adapter: 'builtin-simulator',
    kind: 'simulator',
    version,
    jobs: 0,
    queueTime: 0,
    executionTime: report.timing.simulate + report.timing.sample,
    cost: { amount: 0, currency: 'USD' },
  };
  const { counts, memory } = report;
  return { ...resultOf(usage, loaded.circuit, counts), ...(memory && { shotOrder: shotOrderOf(memory) }) };
}

/** What the record keeps of shots in order. */
export function shotOrderOf(memory: readonly string[]): NonNullable<RunResult['shotOrder']> {
  const outcomes = [...new Set(memory)].sort();
  const places = new Map(outcomes.map((bits, place) => [bits, place]));
  return { outcomes, places: memory.map((bits) => places.get(bits) ?? 0) };
}

/** What is known of the use of a backend before its answer. */
export function usageOf(circuit: Circuit, parameters: number, shots: number) {
  const { depth, gates, twoQubitGates } = circuitMetrics(circuit);
  return { qubits: circuit.qubitCount, parameters, depth, gates, twoQubitGates, circuits: 1, shots };
}

/** What the record keeps of a circuit's counts. */
export function resultOf(quantum: QuantumUsage, circuit: Circuit, counts: Readonly<Record<string, number>>): RunResult {
  const entries = Object.entries(counts);
  const kept =
    entries.length <= mostKeptOutcomes ? entries : entries.sort(([, a], [, b]) => b - a).slice(0, mostKeptOutcomes);
  const warnings =
    kept.length === entries.length
      ? []
      : [`Of ${entries.length} different outcomes the ${mostKeptOutcomes} most frequent are kept.`];
  return {
    contenders: [],
    verdicts: [],
    quantum,
    trace: [],
    steps: [],
    fallbacks: [],
    warnings,
    counts: Object.fromEntries(kept),
    countRegisters: resultRegisters(circuit),
  };
}
