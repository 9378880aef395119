import { appendAll } from '#core/base/appendAll.ts';
import { Failure } from '#core/base/failure.ts';
import { isRunTimeAngle } from '../angle.ts';
import type { Circuit, GateName, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import { operationQubits } from '../operationQubits.ts';
import { expressIn } from '../synthesis/expressIn.ts';
import type { ExportedProgram } from './exportedProgram.ts';
import { OmissionList } from './omissionList.ts';
import { placeOf, withLooseElements } from './programRegisters.ts';

/** Shots of a job, at most. */
export const ionqMaximumShots = 1_000_000;

/** One gate of IonQ's `qis` gate set; rotations in radians. */
export interface IonqGate {
  readonly gate: string;
  readonly targets: readonly number[];
  readonly controls?: readonly number[];
  readonly rotation?: number;
}

/**
 * A circuit as the input of a job of IonQ, in its `qis` gate set; equal up to a phase of the whole state. IonQ reads all
 * qubits at the end, so measurements must be final and leave no trace, like barriers.
 */
export function exportIonq(circuit: Circuit): ExportedProgram {
  const omissions = new OmissionList();
  const gates = ionqGates(circuit, omissions);
  noteBits(circuit, omissions);
  const lines = gates.map((gate) => `    ${JSON.stringify(gate).replaceAll(',', ', ').replaceAll(':', ': ')}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return omissions.program(`{\n  "qubits": ${circuit.qubitCount},\n  "gateset": "qis",\n  "circuit": ${list}\n}\n`);
}

/**
 * Expresses a bound circuit in IonQ's `qis` gate set, as {@link exportIonq} does.
 *
 * @throws Failure `invalid-circuit` naming what cannot be expressed (reset, condition, gate after a measurement), or
 * `invalid-input` when a parameter is not bound
 */
export function exportIonqCircuit(circuit: Circuit): IonqGate[] {
  if (circuit.parameters.length > 0) {
    const names = circuit.parameters.map((parameter) => parameter.name).join(', ');
    throw new Failure('invalid-input', `The circuit still has unbound parameters: ${names}.`, {
      advice: 'Give each input a value; IonQ circuits take numbers only.',
    });
  }
  const omissions = new OmissionList();
  const gates = ionqGates(circuit, omissions);
  const [first] = omissions.program('').omissions;
  if (first === undefined) return gates;
  throw new Failure('invalid-circuit', `IonQ's gate-list format cannot express this circuit: ${first.what}.`, {
    advice: `${first.why}, or run it on the embedded simulator.`,
  });
}

/** Gates with the same effect in the format, controls not counted. */
const ionqNames: { readonly [Name in GateName]?: string } = {
  x: 'x',
  y: 'y',
  z: 'z',
  h: 'h',
  s: 's',
  sdg: 'si',
  t: 't',
  tdg: 'ti',
  sx: 'v',
  sxdg: 'vi',
  rx: 'rx',
  ry: 'ry',
  rz: 'rz',
  swap: 'swap',
  rxx: 'xx',
  ryy: 'yy',
  rzz: 'zz',
};

/** Every gate takes any number of controls, except for the rotations of two qubits. */
function supports(gate: GateName, controls: number): boolean {
  const isPair = gate === 'rxx' || gate === 'ryy' || gate === 'rzz';
  return ionqNames[gate] !== undefined && (controls === 0 || !isPair);
}

function ionqGates(circuit: Circuit, omissions: OmissionList): IonqGate[] {
  for (const { name, source } of circuit.parameters) {
    omissions.error(`Input '${name}'`, 'IonQ circuits take numbers only; give it a value', source);
  }
  const gates: IonqGate[] = [];
  const measured = new Set<number>();
  for (const operation of circuit.operations) {
    const again =
      operation.kind === 'barrier' ? undefined : operationQubits(operation).find((qubit) => measured.has(qubit));
    if (again !== undefined) {
      omissions.error(
        `An operation on qubit ${again} after its measurement`,
        'IonQ reads all qubits at the end; move all measurements there',
        operation.source,
      );
    }
    if (operation.kind === 'measure') measured.add(operation.qubit);
    else if (operation.kind === 'gate' || operation.kind === 'unitary') appendAll(gates, gatesOf(operation, omissions));
    else refuse(operation, omissions);
  }
  return gates;
}

function refuse({ kind, source }: Exclude<Operation, GateOperation | UnitaryOperation>, omissions: OmissionList): void {
  switch (kind) {
    case 'reset':
      omissions.error('A reset', 'IonQ circuits have only gates; begin with qubits in |0⟩ and use each once', source);
      return;
    case 'conditional':
    case 'switch':
    case 'while':
      omissions.error('An operation that depends on measured bits', 'IonQ reads all qubits at the end only', source);
      return;
    case 'assign':
      omissions.error('A computation during the run', 'IonQ circuits have only gates; leave it out', source);
      return;
    case 'measure':
    case 'barrier':
      return;
  }
}

function gatesOf(operation: GateOperation | UnitaryOperation, omissions: OmissionList): IonqGate[] {
  return expressIn(operation, { supports }).flatMap(({ controls, gate, parameters, targets }) => {
    const name = ionqNames[gate];
    // What is left is a phase of the whole state.
    if (name === undefined) return [];
    const [rotation] = parameters;
    if (rotation !== undefined && (typeof rotation !== 'number' || !Number.isFinite(rotation))) {
      // Angles made of inputs are reported with those.
      const isComputed = typeof rotation !== 'number' && isRunTimeAngle(rotation);
      if (isComputed || typeof rotation === 'number') {
        const why = 'IonQ circuits take finite numbers only';
        omissions.error(
          `An angle of ${operation.kind === 'gate' ? operation.gate : operation.label}`,
          why,
          operation.source,
        );
      }
      return [];
    }
    return [
      {
        gate: name,
        targets,
        ...(controls.length > 0 ? { controls: controls.map(({ qubit }) => qubit) } : {}),
        ...(rotation === undefined ? {} : { rotation }),
      },
    ];
  });
}

/** Results are by qubit; bits with other numbers than the qubits they are measured from are lost. */
function noteBits(circuit: Circuit, omissions: OmissionList): void {
  const registers = withLooseElements(circuit.bitRegisters, circuit.bitCount, 'c');
  for (const operation of circuit.operations) {
    if (operation.kind !== 'measure' || operation.bit === undefined || operation.bit === operation.qubit) continue;
    const { index, register } = placeOf(operation.bit, registers);
    const bit = register.scalar ? register.name : `${register.name}[${index}]`;
    const why = `IonQ gives the results by qubit; ${bit} is the result of qubit ${operation.qubit}`;
    omissions.warning(`The bit ${bit}`, why, operation.source);
  }
}
