import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import { gateAngles } from '#core/circuit/gateAngles.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import { recogniseClifford } from '#core/circuit/synthesis/recogniseClifford.ts';
import type { Computation, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import { type ElementaryGate, type ElementaryStep, elementarySteps } from './elementaryGates.ts';
import type { Tableau } from './tableau.ts';

/** Gates between two looks at the cancellation signal. */
const gatesAtOnce = 256;

/** Gates of a circuit that are Clifford gates, whatever their names; those with parameters become so when they are bound. */
export class CliffordSequence implements PreparedGates {
  readonly isParametric: boolean;
  readonly #operations: readonly UnitaryGate[];
  #steps: readonly ElementaryStep[] = [];

  /** @throws SourceFailure `unsupported` with the first gate without parameters that is no Clifford gate */
  constructor(operations: readonly UnitaryGate[]) {
    this.#operations = operations;
    this.isParametric = operations.some((operation) => !isNumeric(operation));
    if (!this.isParametric) this.#steps = stepsOf(operations);
    else for (const operation of operations) if (isNumeric(operation)) cliffordSteps(operation);
  }

  /** @throws SourceFailure `unsupported` when these values make a gate that is no Clifford gate; RunTimeFault */
  bind(values: ArrayLike<number>, compute?: Computation): void {
    this.#steps = stepsOf(
      this.#operations.map((operation) => (isNumeric(operation) ? operation : boundGate(operation, values, compute))),
    );
  }

  applyTo(tableau: Tableau, signal: CancellationSignal): void {
    this.#steps.forEach((step, index) => {
      if (index % gatesAtOnce === 0) throwIfCancelled(signal);
      applyStep(tableau, step.gate, step.first, step.second);
    });
  }
}

/** @param second of gates on two qubits */
export function applyStep(tableau: Tableau, gate: ElementaryGate, first: number, second: number): void {
  switch (gate) {
    case 'cx':
    case 'cz':
    case 'swap':
      tableau[gate](first, second);
      return;
    default:
      tableau[gate](first);
  }
}

/**
 * A gate as elementary gates on its qubits.
 * @throws SourceFailure `unsupported` when it is no Clifford gate
 */
function cliffordSteps(operation: UnitaryGate): ElementaryStep[] {
  const gates = recogniseClifford(operation);
  if (gates === undefined) throw notClifford(operation);
  return gates.flatMap(({ name, targets }) =>
    elementarySteps(name).map(({ first, gate, second }) => ({
      gate,
      first: targets[first] ?? 0,
      second: targets[second] ?? 0,
    })),
  );
}

function stepsOf(operations: readonly UnitaryGate[]): ElementaryStep[] {
  return operations.flatMap(cliffordSteps);
}

export function notClifford(operation: UnitaryGate): SourceFailure {
  const qubits = [...operation.controls.map(({ qubit }) => qubit), ...operation.targets];
  const where = qubits.length === 0 ? '' : ` on qubit${qubits.length === 1 ? '' : 's'} ${qubits.join(', ')}`;
  return new SourceFailure(
    'unsupported',
    `The gate ${gateText(operation)}${where} is no Clifford gate, and the stabilizer method runs no others.`,
    operation.source,
    'Use another method, or auto.',
  );
}

function gateText(operation: UnitaryGate): string {
  if (operation.kind === 'unitary') return operation.label;
  const { controls, gate, parameters } = operation;
  const angles = parameters.map((angle) => (typeof angle === 'number' ? String(Number(angle.toPrecision(6))) : '…'));
  return `${'c'.repeat(Math.min(controls.length, 3))}${gate}${angles.length > 0 ? `(${angles.join(', ')})` : ''}`;
}

function isNumeric(operation: UnitaryGate): boolean {
  return operation.kind === 'unitary' || operation.parameters.every((angle) => typeof angle === 'number');
}

/** The gate with numbers as angles. */
function boundGate(operation: UnitaryGate, values: ArrayLike<number>, compute?: Computation): UnitaryGate {
  if (operation.kind === 'unitary') return operation;
  const bound: GateOperation = { ...operation, parameters: gateAngles(operation, values, compute) };
  return bound;
}
