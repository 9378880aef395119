import type { Circuit } from '#core/circuit/circuit.ts';
import { exportIonqCircuit } from '#core/circuit/export/ionqJson.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { analyseProgram } from '#core/openqasm/analyseProgram.ts';
import { applyGate, type Complex, zeroState } from './qisSimulator.ts';

/** What preflight refuses of a program: the job fails with this code. */
export class RefusedProgram extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One way a run may go. */
export interface OpenqasmEnd {
  readonly probability: number;
  /** Bits of the classical registers by name, bit 0 first. */
  readonly registers: Readonly<Record<string, readonly number[]>>;
  /** All qubits at the end, qubit 0 first. */
  readonly qubits: readonly number[];
}

interface Branch {
  readonly weight: number;
  readonly state: readonly Complex[];
  readonly bits: readonly number[];
}

/** The register that the service adds: all qubits, read at the end. */
export const wholeRegister = 'output_all';

/**
 * Every way a program of IonQ's subset of OpenQASM 3 may end, with its exact probability: measurements and resets in the
 * middle split the run. The text is read by the product's own reader, and the gates are applied apart from it.
 * @throws RefusedProgram for text outside of the subset
 */
export function openqasmEnds(text: string): { readonly qubits: number; readonly ends: OpenqasmEnd[] } {
  const circuit = readProgram(text);
  let branches: Branch[] = [
    { weight: 1, state: zeroState(circuit.qubitCount), bits: new Array<number>(circuit.bitCount).fill(0) },
  ];
  for (const operation of circuit.operations) {
    switch (operation.kind) {
      case 'barrier':
        break;
      case 'gate':
      case 'unitary': {
        const gates = exportIonqCircuit({ ...circuit, operations: [operation] });
        branches = branches.map(({ state, ...branch }) => ({
          ...branch,
          state: gates.reduce((to: readonly Complex[], gate) => applyGate(to, circuit.qubitCount, gate), state),
        }));
        break;
      }
      case 'measure':
        branches = branches.flatMap((branch) =>
          split(branch, operation.qubit).map(({ value, ...after }) =>
            operation.bit === undefined ? after : { ...after, bits: after.bits.with(operation.bit, value) },
          ),
        );
        break;
      case 'reset':
        branches = branches.flatMap((branch) =>
          split(branch, operation.qubit).map(({ value, ...after }) =>
            value === 0
              ? after
              : { ...after, state: applyGate(after.state, circuit.qubitCount, { gate: 'x', target: operation.qubit }) },
          ),
        );
        break;
      case 'conditional':
      case 'switch':
      case 'while':
      case 'assign':
        throw new RefusedProgram('InvalidInput', 'Loops, branches and classical computations are not supported.');
    }
  }
  return { qubits: circuit.qubitCount, ends: branches.flatMap((branch) => endsOf(branch, circuit)) };
}

function readProgram(text: string): Circuit {
  if (!/^\s*(\/\/[^\n]*\n\s*)*OPENQASM\s+3(\.\d+)?\s*;/.test(text)) {
    throw new RefusedProgram('InvalidInput', 'The program has to begin with "OPENQASM 3.0;".');
  }
  const lowered = lowerProgram(analyseProgram(text, { lints: 'off' }));
  if (!lowered.ok) throw new RefusedProgram('InvalidInput', lowered.error[0]?.message ?? 'The program is not valid.');
  const circuit = lowered.value;
  if (circuit.qubitRegisters.some(({ name }) => name === '$')) {
    throw new RefusedProgram('InvalidInput', 'Physical qubits are not supported; declare a register.');
  }
  if (circuit.parameters.length > 0) throw new RefusedProgram('InvalidInput', 'Inputs are not supported.');
  return circuit;
}

/** The branch for each value that a qubit may be found with. */
function split(branch: Branch, qubit: number): (Branch & { readonly value: 0 | 1 })[] {
  return ([0, 1] as const).flatMap((value) => {
    const kept = branch.state.map((amplitude, index) =>
      ((index >> qubit) & 1) === value ? amplitude : { re: 0, im: 0 },
    );
    const weight = kept.reduce((sum, { im, re }) => sum + re ** 2 + im ** 2, 0);
    if (weight < 1e-14) return [];
    const scale = 1 / Math.sqrt(weight);
    const state = kept.map(({ im, re }) => ({ re: re * scale, im: im * scale }));
    return [{ weight: branch.weight * weight, state, bits: branch.bits, value }];
  });
}

function endsOf({ bits, state, weight }: Branch, { bitRegisters, qubitCount }: Circuit): OpenqasmEnd[] {
  const registers = Object.fromEntries(
    bitRegisters.map(({ name, size, start }) => [name, bits.slice(start, start + size)]),
  );
  return state.flatMap(({ im, re }, index) => {
    const probability = weight * (re ** 2 + im ** 2);
    const qubits = Array.from({ length: qubitCount }, (_, qubit) => (index >> qubit) & 1);
    return probability < 1e-14 ? [] : [{ probability, registers: { ...registers, [wholeRegister]: qubits }, qubits }];
  });
}
