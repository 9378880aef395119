import { type ImportReport, operationLimit, qubitLimit } from './importedCircuit.ts';
import type { StimInstruction } from './stimInstructions.ts';

/** How many qubits a program has; reports those whose number is too high. */
export function countStimQubits(instructions: readonly StimInstruction[], report: ImportReport): number {
  let qubits = 0;
  for (const { body, name, targets } of instructions) {
    if (body) qubits = Math.max(qubits, countStimQubits(body, report));
    if (name === 'REPEAT' || name === 'MPAD' || name === 'QUBIT_COORDS') continue;
    for (const target of targets) {
      if (target.kind !== 'qubit' && target.kind !== 'pauli') continue;
      if (target.qubit >= qubitLimit) {
        report.problem(target.range, `Qubit ${target.qubit} is too high; a circuit has at most ${qubitLimit}.`);
      } else {
        qubits = Math.max(qubits, target.qubit + 1);
      }
    }
  }
  return qubits;
}

/** Whether a circuit would have too many operations once its repetitions are written out, which is reported. */
export function unrollsTooLong(instructions: readonly StimInstruction[], report: ImportReport): boolean {
  let size = 0;
  const tooLong = instructions.find((instruction) => {
    size += unrolledSize(instruction);
    return size > operationLimit;
  });
  if (tooLong) {
    const many = `The circuit unrolls to more than ${operationLimit} operations; repeat less often.`;
    report.problem(tooLong.range, many);
  }
  return tooLong !== undefined;
}

/** About how many operations an instruction becomes. */
function unrolledSize({ body, targets }: StimInstruction): number {
  if (!body) return Math.max(1, targets.length);
  const [count] = targets;
  const passes = count?.kind === 'qubit' ? count.qubit : 1;
  return passes * body.reduce((size, inner) => size + unrolledSize(inner), 1);
}
