import { Failure } from '#core/base/failure.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import { operationQubits } from '../operationQubits.ts';
import { expressIn } from '../synthesis/expressIn.ts';
import { angleExpression } from './angleExpression.ts';
import { OmissionList } from './omissionList.ts';
import { braketName } from './python/braketGates.ts';
import { qasm3Dialect } from './qasm3Expression.ts';

/** A bound circuit as Amazon Braket's managed simulators and devices take it. */
export interface BraketTask {
  /** In Braket's OpenQASM 3: its own gates by name, no library. */
  readonly source: string;
  /** Gates on one qubit, and on more. */
  readonly oneQubitGates: number;
  readonly manyQubitGates: number;
}

/**
 * Writes a bound circuit in the OpenQASM that Braket's managed simulators and devices take. The program has the qubits of
 * {@link braketTaskQubits} and measures all of them at its end, so that devices with and without partial measurement give
 * the same. Global phases and barriers are left out.
 *
 * @param gates Braket's names of the gates the device takes, lower case; at least `h`, `x`, `rz` and `cnot`
 * @throws Failure `invalid-circuit` naming what cannot be expressed (reset, condition, gate after a measurement), or
 * `invalid-input` when a parameter is not bound
 */
export function exportBraketTask(circuit: Circuit, gates: ReadonlySet<string>): BraketTask {
  if (circuit.parameters.length > 0) {
    const names = circuit.parameters.map(({ name }) => name).join(', ');
    throw new Failure('invalid-input', `The circuit still has unbound parameters: ${names}.`, {
      advice: 'Give each input a value.',
    });
  }
  const omissions = new OmissionList();
  const qubits = braketTaskQubits(circuit);
  const wires = new Map(qubits.map((qubit, wire) => [qubit, wire]));
  const written = unitaryPart(circuit, omissions).flatMap((operation) => gatesOf(operation, gates));
  const statements = written.map((gate) => statement(gate, wires, omissions));
  // Devices refuse qubits without a gate.
  const gated = new Set(written.flatMap(operationQubits));
  for (const [qubit, wire] of wires) {
    if (!gated.has(qubit)) statements.push(gates.has('i') ? `i q[${wire}];` : `rz(0.0) q[${wire}];`);
  }
  const [first] = omissions.program('').omissions;
  if (first !== undefined) {
    throw new Failure('invalid-circuit', `Amazon Braket cannot run this circuit: ${first.what}.`, {
      advice: `${first.why}, or run it on the embedded simulator.`,
    });
  }
  const manyQubitGates = written.filter((gate) => operationQubits(gate).length > 1).length;
  const declarations = ['OPENQASM 3.0;', `bit[${qubits.length}] b;`, `qubit[${qubits.length}] q;`];
  return {
    source: `${[...declarations, ...statements, 'b = measure q;'].join('\n')}\n`,
    oneQubitGates: statements.length - manyQubitGates,
    manyQubitGates,
  };
}

/** The qubits of a circuit that something is done with, in ascending order: entry w is qubit `q[w]` of its task. */
export function braketTaskQubits({ operations }: Circuit): readonly number[] {
  const used = operations.flatMap((operation) =>
    operation.kind === 'barrier' || operation.kind === 'reset' ? [] : operationQubits(operation),
  );
  return [...new Set(used)].sort((left, right) => left - right);
}

/** The gates; measurements are all at the end, and resets of fresh qubits do nothing. */
function unitaryPart({ operations }: Circuit, omissions: OmissionList): (GateOperation | UnitaryOperation)[] {
  const measured = new Set<number>();
  const touched = new Set<number>();
  const unitary: (GateOperation | UnitaryOperation)[] = [];
  for (const operation of operations) {
    if (operation.kind === 'barrier') continue;
    const qubits = operationQubits(operation);
    const again = operation.kind === 'measure' ? undefined : qubits.find((qubit) => measured.has(qubit));
    if (again !== undefined) {
      const what = `An operation on qubit ${again} after its measurement`;
      omissions.error(what, 'its tasks measure at the end; move all measurements there', operation.source);
    }
    if (operation.kind === 'measure') measured.add(operation.qubit);
    else if (operation.kind === 'gate' || operation.kind === 'unitary') unitary.push(operation);
    else if (operation.kind !== 'reset' || touched.has(operation.qubit)) refuse(operation, omissions);
    for (const qubit of qubits) touched.add(qubit);
  }
  return unitary;
}

function refuse({ kind, source }: Operation, omissions: OmissionList): void {
  if (kind === 'reset') {
    omissions.error('A reset in the middle', 'begin with qubits in |0⟩ and use each once', source);
  } else if (kind === 'assign') {
    omissions.error('A computation during the run', 'its tasks have only gates; leave it out', source);
  } else {
    omissions.error('An operation that depends on measured bits', 'its tasks measure at the end only', source);
  }
}

function gatesOf(operation: GateOperation | UnitaryOperation, gates: ReadonlySet<string>): GateOperation[] {
  const written = expressIn(operation, {
    // U has different phases in different readers; it is said by rotations.
    supports: (gate, controls) =>
      gate !== 'u' && gate !== 'gphase' && controls <= 2 && gates.has(nameOf(gate, controls)),
  });
  // What is left of these is a phase of the whole state.
  return written.filter(({ gate }) => gate !== 'gphase');
}

function nameOf(gate: GateOperation['gate'], controls: number): string {
  const name = braketName(gate, controls);
  // A gate with controls has a name of its own or none.
  return controls > 0 && name === braketName(gate, 0) ? '' : name;
}

function statement(
  { controls, gate, parameters, source, targets }: GateOperation,
  wires: ReadonlyMap<number, number>,
  omissions: OmissionList,
): string {
  const angles = parameters.map((angle) => angleExpression(angle, dialect));
  if (angles.includes(undefined)) omissions.error(`An angle of ${gate}`, 'it is not a finite number', source);
  const operands = [...controls.map(({ qubit }) => qubit), ...targets].map((qubit) => `q[${wires.get(qubit)}]`);
  const list = angles.length > 0 ? `(${angles.join(', ')})` : '';
  return `${braketName(gate, controls.length)}${list} ${operands.join(', ')};`;
}

const dialect = qasm3Dialect([]);
