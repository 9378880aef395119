import type { GateOperation, UnitaryOperation } from '../circuit.ts';
import { type GateSupport, simplerGates } from './gateRewriting.ts';
import { unitaryGates } from './unitaryGates.ts';

export interface GateSet {
  /**
   * Whether a gate with so many controls on 1 is in the set. At least `x`, `h`, `rz` and `x` with one control have to be;
   * `gphase` without controls always counts as in it.
   */
  readonly supports: GateSupport;
  /** Whether controls on 0 can be said; else they become controls on 1 between two X gates. */
  readonly openControls?: boolean;
}

/**
 * A gate or a matrix in the gates of a set: equal to it, global phase included. Everything has the source of the
 * operation. Phases come out as `gphase` without controls; a format that cannot say them may leave those out.
 */
export function expressIn(operation: GateOperation | UnitaryOperation, set: GateSet): GateOperation[] {
  const result: GateOperation[] = [];
  const { source } = operation;
  write(operation, set, (gate) => result.push(source === undefined ? gate : { ...gate, source }));
  return result;
}

function write(operation: GateOperation | UnitaryOperation, set: GateSet, emit: (gate: GateOperation) => void): void {
  const { controls } = operation;
  if (operation.kind === 'unitary') {
    for (const gate of unitaryGates(operation.matrix, operation.targets)) {
      write({ ...gate, controls: [...controls, ...gate.controls] }, set, emit);
    }
    return;
  }
  if (controls.length === 0 && operation.gate === 'gphase') {
    emit(operation);
    return;
  }
  const open = controls.filter(({ value }) => value === 0);
  const isSupported = set.supports(operation.gate, controls.length);
  if (open.length > 0 && !(isSupported && set.openControls)) {
    const flips = open.map(
      ({ qubit }): GateOperation => ({ kind: 'gate', gate: 'x', parameters: [], controls: [], targets: [qubit] }),
    );
    const closed = controls.map(({ qubit }) => ({ qubit, value: 1 as const }));
    for (const flip of flips) write(flip, set, emit);
    write({ ...operation, controls: closed }, set, emit);
    for (const flip of flips) write(flip, set, emit);
    return;
  }
  if (isSupported) {
    emit(operation);
    return;
  }
  for (const simpler of simplerGates(operation, set.supports)) write(simpler, set, emit);
}
