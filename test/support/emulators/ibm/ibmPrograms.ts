import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import { resultLayout } from '#core/circuit/bitStrings.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { whyNotOnDevice } from './deviceCheck.ts';
import type { EmulatedDevice } from './ibmDevices.ts';

/** What a job ends with when its program is wrong. */
export class ProgramError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });
const usualShots = 4096;
const usualPrecision = 1 / 64;

/** As the service says it of a circuit that was not compiled for the device. */
const notOnDevice = 1517;
const invalidInput = 1003;

type Params = Readonly<Record<string, unknown>>;

/** Runs the PUBs of a sampler: for every classical register one hexadecimal number per shot, whose lowest bit is bit 0. */
export function runSampler(params: Params, device: EmulatedDevice, seed: number) {
  const results = pubsOf(params).map(([text, values, ownShots], index) => {
    const shots = wholeNumber(ownShots ?? params['shots'] ?? usualShots);
    const circuit = readCircuit(text, device);
    if (!circuit.operations.some(measures)) {
      throw new ProgramError(invalidInput, `The circuit of pub ${index} has no classical registers to be read.`);
    }
    const rows = bindingsOf(circuit, values).map((row) => sampled(bindCircuit(circuit, row), shots, seed + index));
    const [first = {}] = rows;
    const data = isSweep(values)
      ? Object.fromEntries(
          Object.entries(first).map(([name, { num_bits }]) => [
            name,
            { samples: rows.map((row) => row[name]?.samples ?? []), num_bits },
          ]),
        )
      : first;
    return { data, metadata: { circuit_metadata: {} } };
  });
  return { results, metadata: { version: 2 } };
}

/** Runs the PUBs of an estimator: values from as many shots as the precision asks for, with their standard errors. */
export function runEstimator(params: Params, device: EmulatedDevice, seed: number) {
  const options = (params['options'] ?? {}) as Params;
  const usual = Number(params['precision'] ?? options['default_precision'] ?? usualPrecision);
  const results = pubsOf(params).map(([text, observables, values, ownPrecision], index) => {
    const precision = Number(ownPrecision ?? usual);
    if (!(precision > 0)) throw new ProgramError(invalidInput, `The precision of pub ${index} must be above 0.`);
    const shots = Math.ceil(1 / precision ** 2);
    const circuit = readCircuit(text, device);
    const rows = bindingsOf(circuit, values);
    const [row = []] = rows;
    if (rows.length !== 1) throw new ProgramError(invalidInput, `Pub ${index} binds its parameters more than once.`);
    const list = Array.isArray(observables) ? observables : [observables];
    const sums = list.map((observable) => pauliSum(observable, circuit.qubitCount));
    const [evs = new Float64Array()] = simulator.expectations(circuit, sums, [row], { shots, seed: seed + index });
    const stds = sums.map(({ terms }) => {
      const [exact = new Float64Array()] = simulator.expectations(
        circuit,
        terms.map((term) => ({ terms: [{ ...term, coefficient: 1 }] })),
        [row],
      );
      const variance = terms.reduce((sum, { coefficient }, term) => {
        return sum + coefficient ** 2 * Math.max(0, 1 - (exact[term] ?? 0) ** 2);
      }, 0);
      return Math.sqrt(variance / shots);
    });
    const shaped = (numbers: readonly number[]) => (Array.isArray(observables) ? numbers : numbers[0]);
    return {
      data: { evs: shaped([...evs]), stds: shaped(stds), ensemble_standard_error: shaped(stds) },
      metadata: { shots, target_precision: precision, circuit_metadata: {}, resilience: {}, num_randomizations: 32 },
    };
  });
  return { results, metadata: { version: 2 } };
}

export function pubsOf(params: Params): readonly (readonly unknown[])[] {
  const { pubs } = params as { readonly pubs?: unknown };
  if (!Array.isArray(pubs) || pubs.length === 0 || !pubs.every(Array.isArray)) {
    throw new ProgramError(invalidInput, '`pubs` must be a list of at least one pub, each a list.');
  }
  return pubs as readonly (readonly unknown[])[];
}

function readCircuit(text: unknown, device: EmulatedDevice): Circuit {
  if (typeof text !== 'string') {
    throw new ProgramError(invalidInput, 'This emulator reads circuits as OpenQASM text, not as QPY.');
  }
  const lowered = lowerProgram(analyseProgram(text, { lints: 'off' }));
  if (!lowered.ok) throw new ProgramError(invalidInput, `The circuit cannot be read: ${lowered.error[0]?.message}`);
  const circuit = lowered.value;
  if (circuit.qubitCount > device.qubits) {
    throw new ProgramError(
      notOnDevice,
      `The circuit uses ${circuit.qubitCount} qubits, and ${device.name} has ${device.qubits}.`,
    );
  }
  if (!device.isSimulator && circuit.qubitRegisters.some(({ name }) => name !== '$')) {
    throw new ProgramError(notOnDevice, 'The circuit uses virtual qubits, which have no place on the device.');
  }
  const reason = whyNotOnDevice(text, circuit.operations, device);
  if (reason !== undefined) throw new ProgramError(notOnDevice, reason);
  return circuit;
}

function sampled(circuit: Circuit, shots: number, seed: number) {
  const { memory = [] } = simulator.simulate(circuit, { shots, seed, memory: true });
  const { layout } = resultLayout(circuit);
  const positions = new Map(layout.flatMap((bit, position) => (bit === undefined ? [] : [[bit, position] as const])));
  return Object.fromEntries(
    circuit.bitRegisters
      .filter(({ isInternal }) => !isInternal)
      .map(({ name, size, start }) => {
        const bits = Array.from({ length: size }, (_, index) => positions.get(start + size - 1 - index) ?? -1);
        const samples = memory.map((shot) => {
          return `0x${BigInt(`0b${bits.map((position) => shot[position] ?? '0').join('')}`).toString(16)}`;
        });
        return [name, { samples, num_bits: size }];
      }),
  );
}

function measures(operation: Operation): boolean {
  return operation.kind === 'measure' || bodiesOf(operation).some((body) => body.some(measures));
}

/** Values of parameters: by name, in order, or several of either. */
function bindingsOf({ parameters }: Circuit, values: unknown): number[][] {
  if (values === undefined || values === null) return bindingsOf({ parameters } as Circuit, []);
  if (isSweep(values)) return (values as unknown[]).flatMap((row) => bindingsOf({ parameters } as Circuit, row));
  const row = Array.isArray(values)
    ? values.map(Number)
    : parameters.map(({ name }) => Number((values as Readonly<Record<string, unknown>>)[name]));
  if (row.length !== parameters.length || !row.every(Number.isFinite)) {
    throw new ProgramError(invalidInput, `The circuit has ${parameters.length} parameters, and others were given.`);
  }
  return [row];
}

function isSweep(values: unknown): boolean {
  return Array.isArray(values) && Array.isArray(values[0]);
}

/** `{ "XIZ": 0.5 }` or `"XIZ"`: the rightmost letter is of qubit 0. */
function pauliSum(observable: unknown, qubits: number): PauliSum {
  const entries = typeof observable === 'string' ? [[observable, 1] as const] : Object.entries(observable as object);
  return {
    terms: entries.map(([letters, coefficient]) => {
      if (!/^[IXYZ]+$/.test(letters) || letters.length !== qubits) {
        throw new ProgramError(invalidInput, `The observable ${letters} does not fit a circuit of ${qubits} qubits.`);
      }
      const factors = [...letters].toReversed().flatMap((axis, qubit) => {
        return axis === 'I' ? [] : [{ qubit, axis: axis as PauliFactor['axis'] }];
      });
      return { coefficient: Number(coefficient), factors };
    }),
  };
}

function wholeNumber(value: unknown): number {
  const shots = Number(value);
  if (Number.isInteger(shots) && shots > 0) return shots;
  throw new ProgramError(invalidInput, `The number of shots must be a whole number above 0, not ${String(value)}.`);
}
