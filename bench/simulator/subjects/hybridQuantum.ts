import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateName, GateOperation } from '#core/circuit/circuit.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { compileGradient } from '#core/simulator/gradient/gradient.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { MatrixProductMethod } from '#core/simulator/matrixProduct/matrixProductMethod.ts';
import { sampleDetectors } from '#core/simulator/stabilizer/sampleProgram.ts';
import { PlanCache } from '#core/simulator/stateVector/planCache.ts';
import type { Precision } from '#core/simulator/stateVector/stateSize.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import type { HelperThreads } from '#core/simulator/wasm/threadTeam.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { type BenchmarkCircuit, type BenchmarkGate, readCircuit } from '../benchmarkCircuit.ts';
import { type LoadedCircuit, serve } from '../conversation.ts';

/**
 * Prepares and runs the circuit from |0…0⟩ each time.
 * @param plans where the plan of the first run is found again; absent, each run plans anew
 */
function finalState(circuit: BenchmarkCircuit, precision: Precision, plans?: PlanCache): LoadedCircuit {
  const operations = circuit.gates.map(operationOf);
  const context = { kernels, helpers, ...(plans === undefined ? {} : { plans }) };
  const method = stateVectorMethod(circuit.qubits, context, precision);
  const state = method.createState();
  return {
    run() {
      state.clear();
      state.apply(method.prepareGates(operations, {}), neverCancelled);
    },
    answer(indices) {
      const found = state.amplitudes(indices.map((index) => basisState(index, circuit.qubits)));
      return indices.map((_, place) => [found[2 * place] ?? 0, found[2 * place + 1] ?? 0] as const);
    },
  };
}

/** The value of each qubit. */
function basisState(index: number, qubits: number): Uint8Array {
  return Uint8Array.from({ length: qubits }, (_, qubit) => (index >>> qubit) & 1);
}

/** A matrix product state, made ready and run anew each time; the answer is an expectation value. */
function matrixProduct(circuit: BenchmarkCircuit, bondLimit: number): LoadedCircuit {
  const operations = circuit.gates.map(operationOf);
  const method = new MatrixProductMethod({ ...emptyCircuit(circuit.qubits), operations }, kernels, { bondLimit });
  const state = method.createState();
  return {
    run() {
      state.clear();
      state.apply(method.prepareGates(operations, {}), neverCancelled);
    },
    answer: () => Array.from(state.expectations([observableOf(circuit)], neverCancelled)),
  };
}

function emptyCircuit(qubits: number): Circuit {
  const qubitRegisters = [{ name: 'q', start: 0, size: qubits }];
  return { qubitCount: qubits, qubitRegisters, bitCount: 0, bitRegisters: [], parameters: [], operations: [] };
}

/** Parameter sets of one call. */
const batch = 4096;

/** Many expectation values in one call, in this thread or divided among the threads of a pool. */
function expectationValue(circuit: BenchmarkCircuit, pool?: SimulatorPool): LoadedCircuit {
  const { model, values } = parametric(circuit);
  const bindings = Array.from({ length: batch }, (_, row) => values.map((value) => value + row * 1e-3));
  const evaluator = pool ?? createLocalEvaluator(kernels);
  const output = { kind: 'expectations', observables: [observableOf(circuit)] } as const;
  let first: number | undefined;
  return {
    evaluations: batch,
    async run() {
      const { rows } = await evaluator.evaluate({ circuit: model, bindings, output, seed: 0 }, neverCancelled);
      first = rows[0]?.[0];
    },
    answer: () => (first === undefined ? [] : [first]),
    close: () => pool?.close(),
  };
}

/** Gradients as an optimiser asks for them: of a circuit that is compiled once, at one set of values after the other. */
function gradientOf(circuit: BenchmarkCircuit): LoadedCircuit {
  const { model, values } = parametric(circuit);
  const compiled = compileGradient(model, [observableOf(circuit)], { kernels, method: 'adjoint' });
  let found: ArrayLike<number> = [];
  return {
    run() {
      found = compiled.evaluate([values], neverCancelled)[0]?.gradients[0] ?? [];
    },
    answer: () => Array.from(found),
  };
}

const detectionShots = 100_000;

function detection(text: string): LoadedCircuit {
  const imported = importStimProgram(text);
  if (!imported.ok) throw new Failure('invalid-circuit', imported.error.map(({ message }) => message).join(' '));
  const { program } = imported.value;
  const sample = () => sampleDetectors(program, { seed: 1, shots: detectionShots }, kernels, neverCancelled).detectors;
  let found: ReturnType<typeof sample> | undefined;
  return {
    run() {
      found = sample();
    },
    answer() {
      const { bytes, stride, width } = found ?? sample();
      return Array.from({ length: width }, (_, detector) => {
        let fired = 0;
        for (let shot = 0; shot < detectionShots; shot++) {
          fired += ((bytes[shot * stride + (detector >> 3)] ?? 0) >> (detector & 7)) & 1;
        }
        return fired / detectionShots;
      });
    },
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
  return { model: { ...emptyCircuit(qubits), parameters, operations }, values };
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

/** A file of the folder of this bundle. */
function fileBeside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * Starts the other threads, which wait for states that are large enough to be worked on together. As in the product nobody
 * waits for them: until they are there, one thread works alone.
 */
function startHelpers(count: number): HelperThreads {
  const workers = Array.from({ length: count }, () => new Worker(fileBeside('helperThread.mjs')));
  for (const worker of workers) worker.unref();
  return {
    count,
    seek(invitation) {
      for (const [seat, worker] of workers.entries()) worker.postMessage({ invitation, seat });
      return { admit: () => undefined, end: () => undefined };
    },
  };
}

const started = performance.now();
const threads = Number(process.env['OMP_NUM_THREADS'] ?? 1);
const kernels = createKernelInstance(await loadKernels());
const helpers = threads > 1 ? startHelpers(threads - 1) : undefined;
const startup = (performance.now() - started) / 1000;

/** Our simulator, bundled as it is shipped, with the threads that OMP_NUM_THREADS says. */
await serve(load, startup);

async function load(file: string, configuration: string): Promise<LoadedCircuit> {
  switch (configuration) {
    case 'double':
    case 'single':
      return finalState(await readCircuit(file), configuration);
    case 'double again':
      return finalState(await readCircuit(file), 'double', new PlanCache());
    case 'single again':
      return finalState(await readCircuit(file), 'single', new PlanCache());
    case 'expectation':
      return expectationValue(await readCircuit(file));
    case 'expectation, pool': {
      const pool = new SimulatorPool(fileBeside('simulatorWorker.cjs'), { threads });
      return expectationValue(await readCircuit(file), pool);
    }
    case 'gradient':
      return gradientOf(await readCircuit(file));
    case 'detection':
      return detection(await readFile(file, 'utf8'));
    case 'bond 16':
    case 'bond 64':
      return matrixProduct(await readCircuit(file), Number(configuration.slice('bond '.length)));
    default:
      throw new Failure('invalid-input', `There is no configuration ${configuration}.`);
  }
}
