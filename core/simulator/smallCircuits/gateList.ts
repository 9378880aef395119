import type { PreparedGates, UnitaryGate } from '../program/quantumState.ts';

/** Gates as the circuit has them, for those who compile them in another way than method by method. */
export interface GateList extends PreparedGates {
  readonly operations: readonly UnitaryGate[];
}

/** What {@link compileProgram} is given to prepare gates. */
export function listGates(operations: readonly UnitaryGate[]): GateList {
  return { operations, isParametric: false, bind: () => {} };
}
