import { randomStream } from '#core/base/random.ts';
import type { Angle } from '#core/circuit/angle.ts';
import type { Circuit, GateOperation, Operation } from '#core/circuit/circuit.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { noisePresets } from '#core/simulator/noise/noisePresets.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from './circuitBuilder.ts';
import { circuitOf } from './programUnitary.ts';

/** A circuit and how it is simulated. */
export interface SeededCase {
  readonly name: string;
  readonly circuit: Circuit;
  readonly options: Partial<SimulationOptions>;
}

/** Circuits for every method of simulation, with everything that draws random numbers and most of what can be asked. */
export function seededCases(): readonly SeededCase[] {
  const noise = (name: keyof typeof noisePresets) => readNoiseModel(noisePresets[name], `${name}.yaml`);
  const measured = (qubits: number, layers: number) => measuredCircuit(qubits, randomGates(qubits, layers));
  const shots = 5000;
  const observables = [parseObservable('Z0*X3 - 0.25*Y1*Z2', circuit(4, []))];
  const state = { amplitudes: true, observables, bloch: [0, 2], densityMatrices: [[1, 3]] };
  return [
    { name: 'few qubits', circuit: measured(4, 6), options: { ...state, shots, probabilities: true } },
    { name: 'a state in stages', circuit: measured(14, 8), options: { ...state, shots } },
    { name: 'single precision', circuit: measured(15, 6), options: { ...state, shots, precision: 'single' } },
    { name: 'a state that threads share', circuit: measured(17, 6), options: { ...state, shots } },
    {
      name: 'single precision that threads share',
      circuit: measured(17, 6),
      options: { ...state, shots, precision: 'single' },
    },
    { name: 'every function of the language', circuit: writtenCircuit(), options: { ...state, shots } },
    { name: 'feedback', circuit: feedbackCircuit(), options: { shots, memory: true } },
    { name: 'a tableau', circuit: cliffordCircuit(120), options: { shots: 500 } },
    { name: 'Pauli frames with noise', circuit: cliffordCircuit(60), options: { shots, noise: noise('depolarising') } },
    {
      name: 'a tableau for each noisy shot',
      circuit: cliffordFeedbackCircuit(),
      options: { shots: 1000, method: 'stabilizer', noise: noise('depolarising') },
    },
    {
      name: 'a matrix product state',
      circuit: measured(24, 2),
      options: { shots: 500, method: 'mps', observables, bloch: [0, 23], amplitudesOf: ['01'.repeat(12)] },
    },
    {
      name: 'a density matrix',
      circuit: measured(5, 3),
      options: { shots, method: 'density', noise: noise('superconducting'), probabilities: true, observables },
    },
    {
      name: 'trajectories',
      circuit: measured(8, 3),
      options: { shots: 1000, method: 'trajectories', noise: noise('trapped-ion'), probabilities: true, observables },
    },
    {
      name: 'trajectories in single precision',
      circuit: measured(7, 3),
      options: { shots: 1000, method: 'trajectories', noise: noise('superconducting'), precision: 'single' },
    },
    {
      name: 'feedback with noise',
      circuit: feedbackCircuit(),
      options: { shots: 1000, method: 'trajectories', noise: noise('superconducting'), memory: true },
    },
  ];
}

/** What a simulator makes of all of them. */
export interface EveryAnswer {
  /** What was drawn, as text to be compared letter by letter. */
  readonly shots: string;
  /** Everything else that was answered, by case: every number of it, bit for bit, as a digest. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Simulates all circuits, and computes expectation values and derivatives as well. Runs anywhere. */
export function shotsOfEverything(kernels: KernelModule): EveryAnswer {
  const simulator = createSimulator({ kernels });
  const drawn: unknown[] = [];
  const digests: Record<string, string> = {};
  for (const { circuit: each, name, options } of seededCases()) {
    const { counts, memory, method, ...answers } = simulator.simulate(each, { seed: 11, ...options });
    drawn.push({ name, method, counts, memory });
    digests[name] = digestOf(answers);
  }
  const wide = circuit(14, randomGates(14, 3));
  const observables = ['Z0*X3', 'Y1 + 0.5*Z2'];
  drawn.push(simulator.expectations(wide, observables, [[]], { shots: 4000, seed: 3 }));
  digests['expectation values'] = digestOf(simulator.expectations(wide, observables, [[]]));
  const ansatz = parametricCircuit();
  const sets = [
    [0.3, 1.1, -2],
    [2.5, 0.01, 9],
  ];
  digests['probabilities of parameter sets'] = digestOf(simulator.probabilities(ansatz, sets));
  digests['fidelities of parameter sets'] = digestOf(simulator.fidelityKernel(ansatz, sets));
  digests['derivatives of parameter sets'] = digestOf(simulator.gradient(ansatz, observables, sets));
  return { shots: JSON.stringify(drawn, undefined, 1), digests };
}

/** An answer of a pool as {@link digestOf} would have it without one, which tells no times. */
export function digestWithoutTimes(answer: { readonly timing: unknown }): string {
  return digestOf({ ...answer, timing: { plan: 0, simulate: 0, sample: 0 } });
}

/** Two sums by the method of Fowler, Noll and Vo over the text of an answer, which has every bit of its numbers. */
function digestOf(answer: unknown): string {
  const text = JSON.stringify(answer, (_, value) => (value instanceof Float64Array ? [...value] : value));
  let [first, second] = [0x811c9dc5, 0x1234567];
  for (let place = 0; place < text.length; place++) {
    first = Math.imul(first ^ text.charCodeAt(place), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(place), 0x5bd1e995);
  }
  return `${text.length} ${first >>> 0} ${second >>> 0}`;
}

/** Angles of every function, gates to powers that are no whole numbers, and controls on them. */
function writtenCircuit(): Circuit {
  return circuitOf(`OPENQASM 3.0;
include "stdgates.inc";
const float a = 0.7312;
qubit[4] q;
bit[4] c;
for int i in [0:3] { h q[i]; }
rx(sin(a) * 3) q[0];
ry(cos(a * 100) + exp(-a)) q[1];
rz(tan(a) - log(a)) q[2];
u3(arcsin(a), arccos(a), arctan(a)) q[3];
p(a ** 2.5 + 3 ** a) q[0];
pow(0.37) @ sx q[1];
ctrl @ pow(1 / 3) @ u3(0.2, 0.4, 2.1) q[2], q[3];
ctrl(2) @ pow(0.2) @ x q[0], q[1], q[2];
ctrl @ rx(1e5 * a) q[3], q[0];
negctrl @ ry(1e15 * a) q[1], q[3];
c = measure q;
`);
}

/** Angles that are sums of parameters and such that are not. */
function parametricCircuit(): Circuit {
  const parameter = (index: number): Angle => ({ op: 'parameter', index });
  const function0: Angle = { op: 'sin', operand: { op: 'exp', operand: parameter(0) } };
  const layer = (shift: number): Operation[] => [
    ...[0, 1, 2, 3, 4].map((qubit) => gate('ry', qubit, parameter((qubit + shift) % 3))),
    ...[0, 1, 2, 3].map((qubit) => controlled(gate('rz', qubit + 1, parameter(shift)), qubit)),
    gate('rx', shift, function0),
    gate('u', 4, 0.4, { op: 'multiply', left: parameter(1), right: parameter(2) }, 0.1),
  ];
  return circuit(5, [...layer(0), ...layer(1), ...layer(2)], { parameters: ['x', 'y', 'z'] });
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

/** A gate under a condition that Pauli frames cannot follow. */
function cliffordFeedbackCircuit(): Circuit {
  const operations = [gate('h', 0), cx(0, 1), measure(0, 0), when([0], 1, [gate('h', 1), gate('s', 2)])];
  return circuit(3, [...operations, ...measureAll(3)], { bits: 3 });
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
