import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateName, GateOperation } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import type { Precision } from '#core/simulator/stateVector/stateSize.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { createKernelInstance, type KernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { type BenchmarkCircuit, type BenchmarkGate, readCircuit } from '../benchmarkCircuit.ts';
import { type LoadedCircuit, serve } from '../conversation.ts';

/** Runs the circuit from |0…0⟩, with the plan of the first run again or with a new one each time. */
function finalState(
  circuit: BenchmarkCircuit,
  isPlanKept: boolean,
  kernels: KernelInstance,
  precision: Precision,
): LoadedCircuit {
  const operations = circuit.gates.map(operationOf);
  const method = stateVectorMethod(circuit.qubits, { kernels }, precision);
  const state = method.createState();
  const prepare = () => method.prepareGates(operations, {});
  let gates = prepare();
  return {
    run() {
      if (!isPlanKept) gates = prepare();
      state.clear();
      state.apply(gates, neverCancelled);
      return undefined;
    },
    answer(indices) {
      const found = state.amplitudes(indices.map((index) => basisState(index, circuit.qubits)));
      return indices.map((_, place) => [found[2 * place] ?? 0, found[2 * place + 1] ?? 0] as const);
    },
    drop: () => state.release(),
  };
}

/** The value of each qubit. */
function basisState(index: number, qubits: number): Uint8Array {
  return Uint8Array.from({ length: qubits }, (_, qubit) => (index >>> qubit) & 1);
}

/** Parameter sets of one call. The time of a run is that of a call for each of them. */
const batch = 256;

function expectationValue(circuit: BenchmarkCircuit, kernels: KernelInstance): LoadedCircuit {
  const { model, values } = parametric(circuit);
  const bindings = Array.from({ length: batch }, (_, row) => values.map((value) => value + row * 1e-3));
  const evaluator = createLocalEvaluator(kernels);
  let first: number | undefined;
  return {
    async run() {
      const started = performance.now();
      const output = { kind: 'expectations', observables: [observableOf(circuit)] } as const;
      const { rows } = await evaluator.evaluate({ circuit: model, bindings, output, seed: 0 }, neverCancelled);
      first = rows[0]?.[0];
      return (performance.now() - started) / 1000 / batch;
    },
    answer: () => (first === undefined ? [] : [first]),
  };
}

/** The circuit with every rotation a parameter, and their values. */
function parametric({ gates, qubits }: BenchmarkCircuit): { model: Circuit; values: number[] } {
  const values: number[] = [];
  const operations = gates.map((gate) => {
    const operation = operationOf(gate);
    if (operation.gate !== 'ry' && operation.gate !== 'rz') return operation;
    values.push(Number(operation.parameters[0]));
    return { ...operation, parameters: [parameterAngle(values.length - 1)] };
  });
  const parameters = values.map((_, index) => ({ name: `p${index}`, type: 'angle' as const }));
  const empty = { bitCount: 0, bitRegisters: [] };
  const qubitRegisters = [{ name: 'q', start: 0, size: qubits }];
  return { model: { qubitCount: qubits, ...empty, qubitRegisters, parameters, operations }, values };
}

function observableOf({ observable }: BenchmarkCircuit): PauliSum {
  return { terms: [{ coefficient: 1, factors: observable.map(([axis, qubit]) => ({ axis, qubit })) }] };
}

const controlledGates: Readonly<Record<string, GateName>> = { cx: 'x', cz: 'z', cp: 'p' };

function operationOf([name, qubits, parameters]: BenchmarkGate): GateOperation {
  switch (name) {
    case 'cx':
    case 'cz':
    case 'cp':
      return {
        kind: 'gate',
        gate: controlledGates[name] ?? 'id',
        parameters,
        controls: qubits.slice(0, 1).map((qubit) => ({ qubit, value: 1 })),
        targets: qubits.slice(1),
      };
    default:
      return { kind: 'gate', gate: name, parameters, controls: [], targets: qubits };
  }
}

/** Our simulator, bundled as it is shipped. */
await serve(async (file, configuration) => {
  const kernels = createKernelInstance(await loadKernels({ isShared: false }));
  switch (configuration) {
    case 'double':
    case 'double again':
      return finalState(await readCircuit(file), configuration.endsWith('again'), kernels, 'double');
    case 'single':
    case 'single again':
      return finalState(await readCircuit(file), configuration.endsWith('again'), kernels, 'single');
    case 'expectation':
      return expectationValue(await readCircuit(file), kernels);
    default:
      throw new Failure('unsupported', `Nothing is there for ${configuration} yet.`);
  }
});
