import { randomStream } from '#core/base/random.ts';
import type { Circuit, GateOperation, Operation } from '#core/circuit/circuit.ts';
import { createSimulator, type Simulator } from '#core/simulator/index.ts';
import { noisePresets } from '#core/simulator/noise/noisePresets.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from './circuitBuilder.ts';

/** A circuit and how it is simulated. */
export interface SeededCase {
  readonly name: string;
  readonly circuit: Circuit;
  readonly options: Partial<SimulationOptions>;
}

/** Circuits for every method of simulation, with everything that draws random numbers. */
export function seededCases(): readonly SeededCase[] {
  const noise = (name: keyof typeof noisePresets) => readNoiseModel(noisePresets[name], `${name}.yaml`);
  const measured = (qubits: number, layers: number) => measuredCircuit(qubits, randomGates(qubits, layers));
  const shots = 5000;
  return [
    { name: 'few qubits', circuit: measured(4, 6), options: { shots } },
    { name: 'a state in stages', circuit: measured(14, 8), options: { shots, amplitudesOf: ['01'.repeat(7)] } },
    { name: 'single precision', circuit: measured(15, 6), options: { shots, precision: 'single' } },
    { name: 'a state that threads share', circuit: measured(17, 6), options: { shots } },
    { name: 'feedback', circuit: feedbackCircuit(), options: { shots, memory: true } },
    { name: 'a tableau', circuit: cliffordCircuit(120), options: { shots: 500 } },
    { name: 'a matrix product state', circuit: measured(24, 2), options: { shots: 500, method: 'mps' } },
    {
      name: 'a density matrix',
      circuit: measured(5, 3),
      options: { shots, method: 'density', noise: noise('superconducting') },
    },
    {
      name: 'trajectories',
      circuit: measured(8, 3),
      options: { shots: 1000, method: 'trajectories', noise: noise('trapped-ion') },
    },
  ];
}

/** What a simulator makes of all of them. */
export interface EveryAnswer {
  /** What was drawn, as text to be compared letter by letter. */
  readonly shots: string;
  /** Amplitudes and exact expectation values. */
  readonly values: readonly number[];
}

/** Simulates all circuits, and draws expectation values as well. Runs anywhere. */
export function shotsOfEverything(kernels: KernelModule): EveryAnswer {
  const simulator = createSimulator({ kernels });
  const results = seededCases().map(({ circuit: each, name, options }) => ({
    name,
    ...simulator.simulate(each, { seed: 11, ...options }),
  }));
  const sampled = sampledExpectations(simulator);
  const drawn = results.map(({ counts, memory, method, name }) => ({ name, method, counts, memory }));
  const amplitudes = results.flatMap(({ amplitudesOf = [] }) => amplitudesOf.flatMap(({ amplitude }) => amplitude));
  return {
    shots: JSON.stringify([...drawn, sampled.estimates], undefined, 1),
    values: [...amplitudes, ...sampled.exact],
  };
}

function sampledExpectations(simulator: Simulator) {
  const each = circuit(14, randomGates(14, 3));
  const observables = ['Z0*X3', 'Y1 + 0.5*Z2'];
  const ask = (options: { readonly shots?: number }) =>
    simulator.expectations(each, observables, [[]], { ...options, seed: 3 }).flatMap((row) => [...row]);
  return { estimates: ask({ shots: 4000 }), exact: ask({}) };
}

function measuredCircuit(qubits: number, operations: readonly Operation[]): Circuit {
  return circuit(qubits, [...operations, ...measureAll(qubits)], { bits: qubits });
}

function randomGates(qubits: number, layers: number): GateOperation[] {
  const stream = randomStream(5, 'gates', qubits, layers);
  const angle = () => stream.uniform() * 2 * Math.PI;
  const gates: GateOperation[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let qubit = 0; qubit < qubits; qubit++) gates.push(gate('u', qubit, angle(), angle(), angle()));
    for (let qubit = layer % 2; qubit + 1 < qubits; qubit += 2) gates.push(cx(qubit, qubit + 1));
    gates.push(controlled(gate('p', 0, angle()), qubits - 1), gate('rxx', [0, Math.floor(qubits / 2)], angle()));
  }
  return gates;
}

/** Measurements, resets and conditions in the middle, and a loop. */
function feedbackCircuit(): Circuit {
  const again: Operation = {
    kind: 'while',
    condition: { kind: 'compare', bits: [2], operator: '==', value: 1 },
    body: [gate('ry', 2, 1.1), measure(2, 2)],
  };
  const operations = [
    ...randomGates(4, 2),
    measure(0, 0),
    when([0], 1, [gate('x', 1), gate('ry', 3, 0.7)]),
    reset(0),
    ...randomGates(4, 1),
    measure(2, 2),
    again,
    measure(1, 1),
    measure(3, 3),
  ];
  return circuit(4, operations, { bits: 4 });
}

function cliffordCircuit(qubits: number): Circuit {
  const stream = randomStream(5, 'clifford');
  const operations = Array.from({ length: 6 * qubits }, (): Operation => {
    const first = stream.integerBelow(qubits);
    const second = (first + 1 + stream.integerBelow(qubits - 1)) % qubits;
    switch (stream.integerBelow(4)) {
      case 0:
        return gate('h', first);
      case 1:
        return gate('s', first);
      case 2:
        return measure(first);
      default:
        return cx(first, second);
    }
  });
  return measuredCircuit(qubits, operations);
}
