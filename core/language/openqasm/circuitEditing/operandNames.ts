import type { ProgramSymbol } from '#core/openqasm/index.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';

/** How qubits are named among the statements of a list. */
export interface OperandNames {
  /** Undefined for a qubit that cannot be named there. */
  qubit(qubit: number): string | undefined;
  /** What declares a qubit; undefined where it is known everywhere in the list. */
  symbolOfQubit(qubit: number): ProgramSymbol | undefined;
  /** The one qubit that an operand says by a name and a number; undefined for every other operand. */
  qubitOf(operand: Expression): number | undefined;
}
