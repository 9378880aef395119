import type { Angle } from '#core/circuit/angle.ts';
import type {
  Circuit,
  ComplexMatrix,
  Condition,
  Control,
  GateOperation,
  Operation,
  UnitaryOperation,
} from '#core/circuit/circuit.ts';

/** Circuits by hand, as short as they can be written in a test. */
export function gate(
  name: GateOperation['gate'],
  targets: number | readonly number[],
  ...parameters: Angle[]
): GateOperation {
  return {
    kind: 'gate',
    gate: name,
    parameters,
    controls: [],
    targets: typeof targets === 'number' ? [targets] : targets,
  };
}

/** The same operation under more controls; a number is a control on 1. */
export function controlled<T extends GateOperation | UnitaryOperation>(
  operation: T,
  ...controls: readonly (number | Control)[]
): T {
  const added = controls.map((control) =>
    typeof control === 'number' ? ({ qubit: control, value: 1 } as const) : control,
  );
  return { ...operation, controls: [...added, ...operation.controls] };
}

export function cx(control: number, target: number): GateOperation {
  return controlled(gate('x', target), control);
}

export function unitary(matrix: ComplexMatrix, targets: readonly number[], label = 'U'): UnitaryOperation {
  return { kind: 'unitary', label, matrix, controls: [], targets };
}

export function measure(qubit: number, bit?: number): Operation {
  return bit === undefined ? { kind: 'measure', qubit } : { kind: 'measure', qubit, bit };
}

export function reset(qubit: number): Operation {
  return { kind: 'reset', qubit };
}

/** Runs `body` where the bits hold the value (first bit least significant). */
export function when(bits: readonly number[], value: number, body: readonly Operation[]): Operation {
  const condition: Condition = { kind: 'compare', bits, operator: '==', value };
  return { kind: 'conditional', condition, body, otherwise: [] };
}

/** A circuit on one register `q` and, if it has bits, one register `c`. */
export function circuit(
  qubits: number,
  operations: readonly Operation[],
  options: { readonly bits?: number; readonly parameters?: readonly string[] } = {},
): Circuit {
  const bits = options.bits ?? 0;
  return {
    qubitCount: qubits,
    bitCount: bits,
    qubitRegisters: [{ name: 'q', start: 0, size: qubits }],
    bitRegisters: bits === 0 ? [] : [{ name: 'c', start: 0, size: bits }],
    parameters: (options.parameters ?? []).map((name) => ({ name, type: 'angle' })),
    operations,
  };
}

/** Qubit j into bit j, for all of them. */
export function measureAll(qubits: number): Operation[] {
  return Array.from({ length: qubits }, (_, qubit) => measure(qubit, qubit));
}
