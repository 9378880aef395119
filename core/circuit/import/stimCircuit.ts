import type { Circuit, GateOperation, Operation } from '../circuit.ts';
import { gateOperation } from '../gateOperation.ts';
import type { PauliFactor } from '../observable.ts';
import { stabilizerGateDefinition, stabilizerGateOperations } from '../stabilizerGates.ts';
import type { SignedProduct, StabilizerInstruction, StabilizerProgram } from '../stabilizerProgram.ts';
import { inZBasis } from '../synthesis/pauliExponential.ts';

/**
 * A stabilizer program as a circuit without noise and annotations: qubits are one register `q`, and every entry of the
 * record has a bit of the register `rec`. Repetitions are unrolled.
 */
export function programCircuit({ instructions, qubitCount }: StabilizerProgram): Circuit {
  const unrolled = new Unrolling(qubitCount);
  unrolled.all(instructions);
  const { bitCount, operations } = unrolled;
  return {
    qubitCount,
    bitCount,
    qubitRegisters: qubitCount === 0 ? [] : [{ name: 'q', start: 0, size: qubitCount }],
    bitRegisters: bitCount === 0 ? [] : [{ name: 'rec', start: 0, size: bitCount }],
    parameters: [],
    operations,
  };
}

class Unrolling {
  readonly operations: Operation[] = [];
  bitCount = 0;
  /** All qubits, once for all ticks. */
  readonly #all: readonly number[];

  constructor(qubitCount: number) {
    this.#all = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  }

  all(instructions: readonly StabilizerInstruction[]): void {
    for (const instruction of instructions) {
      if (instruction.kind === 'repeat') {
        for (let pass = 0; pass < instruction.count; pass++) this.all(instruction.body);
        continue;
      }
      const source = instruction.source && { source: instruction.source };
      for (const operation of this.#operationsOf(instruction)) this.operations.push({ ...operation, ...source });
    }
  }

  #operationsOf(instruction: Exclude<StabilizerInstruction, { kind: 'repeat' }>): readonly Operation[] {
    switch (instruction.kind) {
      case 'gate': {
        const { gate, targets } = instruction;
        const { size } = stabilizerGateDefinition(gate);
        const groups = Array.from({ length: targets.length / size }, (_, index) => index * size);
        return groups.flatMap((start) => stabilizerGateOperations(gate, targets.slice(start, start + size)));
      }
      case 'feedback': {
        const bits = [this.bitCount + instruction.record];
        const gate = gateOperation(pauliGates[instruction.axis], [], [instruction.qubit]);
        const source = instruction.source && { source: instruction.source };
        return [
          {
            kind: 'conditional',
            condition: { kind: 'compare', bits, operator: '==', value: 1 },
            body: [{ ...gate, ...source }],
            otherwise: [],
          },
        ];
      }
      case 'measure':
        return instruction.products.flatMap((product) => this.#measurement(product));
      case 'constant':
        return instruction.values.flatMap((value): Operation[] => {
          const bit = this.bitCount++;
          if (value === 0) return [];
          const one = { kind: 'constant', type: { kind: 'bool' }, value: true } as const;
          return [{ kind: 'assign', target: { kind: 'bits', bits: [bit] }, value: one }];
        });
      case 'reset':
        return instruction.qubits.flatMap((qubit) => [{ kind: 'reset', qubit }, ...fromZ(instruction.axis, qubit)]);
      case 'heralded':
        this.bitCount += instruction.qubits.length;
        return [];
      case 'tick':
        return [{ kind: 'barrier', qubits: this.#all }];
      case 'noise':
      case 'correlated':
      case 'detector':
      case 'observable':
      case 'coordinates':
      case 'shift':
        return [];
    }
  }

  /** The parity of a product is collected on its last qubit, measured and put back. */
  #measurement({ factors, isInverted }: SignedProduct): readonly Operation[] {
    const last = factors.at(-1)?.qubit;
    const bit = this.bitCount++;
    if (last === undefined) return [];
    const flip = isInverted ? [gateOperation('x', [], [last])] : [];
    const paulis = factors.map(({ axis, qubit }) => ({ pauli: axis, qubit }));
    return inZBasis<Operation>(paulis, [...flip, { kind: 'measure', qubit: last, bit }, ...flip]);
  }
}

const pauliGates = { X: 'x', Y: 'y', Z: 'z' } as const;

/** Turns Z into a Pauli matrix of a qubit. */
function fromZ(axis: PauliFactor['axis'], qubit: number): GateOperation[] {
  return axis === 'Z' ? [] : [gateOperation(axis === 'X' ? 'h' : 'sxdg', [], [qubit])];
}
