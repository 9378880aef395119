import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';

/** A gate of a benchmark circuit, in the form every subject reads. Matrices are those of OpenQASM's standard library. */
const gateSchema = z
  .tuple([
    z.enum(['u', 'h', 'ry', 'rz', 'cx', 'cz', 'cp', 'swap']),
    z.array(z.number()).readonly(),
    z.array(z.number()).readonly(),
  ])
  .readonly();

export type BenchmarkGate = z.infer<typeof gateSchema>;

/** A circuit as subjects get it, as JSON. Bit j of a basis state is qubit j. */
const circuitSchema = z.object({
  qubits: z.number(),
  gates: z.array(gateSchema).readonly(),
  /** A product of Pauli operators on different qubits, of which the expectation value may be asked. */
  observable: z.array(z.tuple([z.enum(['X', 'Y', 'Z']), z.number()])).readonly(),
});

export type BenchmarkCircuit = Readonly<z.infer<typeof circuitSchema>>;

export async function readCircuit(file: string): Promise<BenchmarkCircuit> {
  return circuitSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** @returns the file */
export async function writeCircuit(file: string, circuit: BenchmarkCircuit): Promise<string> {
  await writeFile(file, JSON.stringify(circuit));
  return file;
}

/** Layers of a random one-qubit gate on every qubit and CZ on neighbours, by turns even and odd pairs. */
export function randomCircuit(qubits: number, layers = 20): BenchmarkCircuit {
  const angle = angles(qubits);
  const gates: BenchmarkGate[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let qubit = 0; qubit < qubits; qubit++) gates.push(['u', [qubit], [angle(), angle(), angle()]]);
    for (let qubit = layer % 2; qubit + 1 < qubits; qubit += 2) gates.push(['cz', [qubit, qubit + 1], []]);
  }
  return circuit(qubits, gates);
}

/** The quantum Fourier transform, with its final swaps, of a product state without zeros: a rotation on every qubit first. */
export function fourierTransform(qubits: number): BenchmarkCircuit {
  const angle = angles(qubits);
  const gates: BenchmarkGate[] = [];
  for (let qubit = 0; qubit < qubits; qubit++) gates.push(['ry', [qubit], [0.3 + angle() / 4]]);
  for (let target = qubits - 1; target >= 0; target--) {
    gates.push(['h', [target], []]);
    for (let control = target - 1; control >= 0; control--) {
      gates.push(['cp', [control, target], [Math.PI / 2 ** (target - control)]]);
    }
  }
  for (let qubit = 0; qubit < Math.floor(qubits / 2); qubit++) gates.push(['swap', [qubit, qubits - 1 - qubit], []]);
  return circuit(qubits, gates);
}

/** (|0…0⟩ + |1…1⟩)/√2 by a chain of CX. */
export function ghzCircuit(qubits: number): BenchmarkCircuit {
  const gates: BenchmarkGate[] = [['h', [0], []]];
  for (let qubit = 0; qubit + 1 < qubits; qubit++) gates.push(['cx', [qubit, qubit + 1], []]);
  return circuit(qubits, gates);
}

/**
 * Layers of RY and RZ on every qubit and a chain of CX. Every rotation has a parameter of its own, in order of the gates.
 * @param layers as many as make 55 to 69 gates for 4 to 10 qubits, unless given
 */
export function variationalCircuit(qubits: number, layers = Math.floor(70 / (3 * qubits - 1))): BenchmarkCircuit {
  const angle = angles(qubits);
  const gates: BenchmarkGate[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let qubit = 0; qubit < qubits; qubit++) gates.push(['ry', [qubit], [angle()]], ['rz', [qubit], [angle()]]);
    for (let qubit = 0; qubit + 1 < qubits; qubit++) gates.push(['cx', [qubit, qubit + 1], []]);
  }
  return circuit(qubits, gates);
}

function circuit(qubits: number, gates: readonly BenchmarkGate[]): BenchmarkCircuit {
  return {
    qubits,
    gates,
    observable: [
      ['Z', 0],
      ['Z', Math.floor(qubits / 2)],
    ],
  };
}

/** Angles from 0 to 2π, the same in every run; a linear congruential generator is good enough for angles. */
function angles(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 2 * Math.PI;
  };
}
