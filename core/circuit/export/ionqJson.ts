import { Failure } from '#core/base/failure.ts';
import { evaluateAngle } from '../angle.ts';
import type { Circuit, Control, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import { eulerAngles } from '../eulerAngles.ts';

/** One gate of IonQ's `qis` gate set; rotations in radians. */
export interface IonqGate {
  readonly gate: string;
  readonly targets: readonly number[];
  readonly controls?: readonly number[];
  readonly rotation?: number;
}

/**
 * Expresses a bound circuit in IonQ's `qis` gate set, equal up to a global phase. All qubits are read at the end by the
 * provider, so measurements must be final; they and barriers leave no trace.
 *
 * @throws Failure `invalid-circuit` naming the operation that cannot be expressed (reset, condition, gate after a
 * measurement, unitary on several qubits) or `invalid-input` when a parameter is not bound
 */
export function exportIonqCircuit(circuit: Circuit): IonqGate[] {
  if (circuit.parameters.length > 0) {
    const names = circuit.parameters.map((parameter) => parameter.name).join(', ');
    throw new Failure('invalid-input', `The circuit still has unbound parameters: ${names}.`, {
      advice: 'Give each input a value; IonQ circuits take numbers only.',
    });
  }
  const gates: IonqGate[] = [];
  const measured = new Set<number>();
  for (const operation of circuit.operations) {
    for (const qubit of operationQubits(operation)) {
      if (measured.has(qubit)) {
        throw inexpressible(`an operation on qubit ${qubit} after its measurement`);
      }
    }
    switch (operation.kind) {
      case 'gate':
        writeGate(operation, gates);
        break;
      case 'unitary':
        writeUnitary(operation, gates);
        break;
      case 'measure':
        measured.add(operation.qubit);
        break;
      case 'barrier':
        break;
      case 'reset':
        throw inexpressible(`the reset of qubit ${operation.qubit}`);
      case 'conditional':
      case 'switch':
      case 'while':
        throw inexpressible('an operation that depends on a measured bit');
      case 'assign':
        throw inexpressible('a classical computation during the run');
    }
  }
  return gates;
}

function inexpressible(what: string): Failure {
  return new Failure('invalid-circuit', `IonQ's gate-list format cannot express ${what}.`, {
    advice: 'Run this circuit on the embedded simulator, or move all measurements to its end.',
  });
}

function operationQubits(operation: Operation): readonly number[] {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return [...operation.controls.map((control) => control.qubit), ...operation.targets];
    case 'measure':
    case 'reset':
      return [operation.qubit];
    case 'barrier':
    case 'conditional':
    case 'switch':
    case 'while':
    case 'assign':
      return [];
  }
}

/** Controls on 0 become controls on 1 between two X gates. */
function withControls(controls: readonly Control[], gates: IonqGate[], write: (controls: number[]) => void): void {
  const open = controls.filter((control) => control.value === 0);
  for (const control of open) gates.push({ gate: 'x', targets: [control.qubit] });
  write(controls.map((control) => control.qubit));
  for (const control of open) gates.push({ gate: 'x', targets: [control.qubit] });
}

function place(
  gates: IonqGate[],
  gate: string,
  targets: number[],
  controls: readonly number[],
  rotation?: number,
): void {
  gates.push({
    gate,
    targets,
    ...(controls.length > 0 ? { controls: [...controls] } : {}),
    ...(rotation === undefined ? {} : { rotation }),
  });
}

/**
 * A phase e^{iγ} where all the given qubits are 1. On one qubit it is RZ up to a global phase; on more it is a
 * controlled RZ and the phase γ/2 on the remaining qubits.
 */
function placePhase(gates: IonqGate[], qubits: readonly number[], angle: number): void {
  const target = qubits.at(-1);
  if (target === undefined) return;
  const others = qubits.slice(0, -1);
  placePhase(gates, others, angle / 2);
  place(gates, 'rz', [target], others, angle);
}

const plainNames: Partial<Record<GateOperation['gate'], string>> = {
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
  swap: 'swap',
};

function writeGate(operation: GateOperation, gates: IonqGate[]): void {
  const parameters = operation.parameters.map((angle) => evaluateAngle(angle, []));
  withControls(operation.controls, gates, (controls) => {
    writeControlled(operation.gate, parameters, [...operation.targets], controls, gates);
  });
}

function writeControlled(
  gate: GateOperation['gate'],
  parameters: readonly number[],
  targets: number[],
  controls: number[],
  gates: IonqGate[],
): void {
  const [first = 0, second = 0, third = 0] = parameters;
  const [a = 0, b = 0] = targets;
  switch (gate) {
    case 'id':
      return;
    case 'gphase':
      placePhase(gates, controls, first);
      return;
    case 'p':
      placePhase(gates, [...controls, a], first);
      return;
    case 'rx':
    case 'ry':
    case 'rz':
      place(gates, gate, targets, controls, first);
      return;
    case 'u':
      // U_std(θ, φ, λ) = e^{i(φ+λ)/2} RZ(φ) RY(θ) RZ(λ)
      placePhase(gates, controls, (second + third) / 2);
      place(gates, 'rz', targets, controls, third);
      place(gates, 'ry', targets, controls, first);
      place(gates, 'rz', targets, controls, second);
      return;
    case 'rxx':
    case 'ryy':
    case 'rzz':
      writeIsing(gate, first, a, b, controls, gates);
      return;
    case 'iswap':
      // iSWAP = RXX(−π/2) · RYY(−π/2)
      writeIsing('rxx', -Math.PI / 2, a, b, controls, gates);
      writeIsing('ryy', -Math.PI / 2, a, b, controls, gates);
      return;
    default: {
      const name = plainNames[gate];
      if (name === undefined) throw inexpressible(`the gate ${gate}`);
      place(gates, name, targets, controls);
    }
  }
}

const isingNames = { rxx: 'xx', ryy: 'yy', rzz: 'zz' } as const;

function writeIsing(
  gate: 'rxx' | 'ryy' | 'rzz',
  angle: number,
  a: number,
  b: number,
  controls: number[],
  gates: IonqGate[],
): void {
  if (controls.length === 0) {
    place(gates, isingNames[gate], [a, b], [], angle);
    return;
  }
  // Only the RZ in the middle of basis change · CX · RZ · CX · basis change needs the controls.
  const turn = (name: 'h' | 'v' | 'vi') => {
    place(gates, name, [a], []);
    place(gates, name, [b], []);
  };
  if (gate === 'rxx') turn('h');
  if (gate === 'ryy') turn('v');
  place(gates, 'x', [b], [a]);
  place(gates, 'rz', [b], controls, angle);
  place(gates, 'x', [b], [a]);
  if (gate === 'rxx') turn('h');
  if (gate === 'ryy') turn('vi');
}

function writeUnitary(operation: UnitaryOperation, gates: IonqGate[]): void {
  const [target] = operation.targets;
  if (target === undefined || operation.targets.length !== 1) {
    throw inexpressible(`the ${operation.targets.length}-qubit unitary ${operation.label}`);
  }
  const { phase, theta, phi, lambda } = eulerAngles(operation.matrix.values);
  withControls(operation.controls, gates, (controls) => {
    writeControlled('gphase', [phase], [], controls, gates);
    writeControlled('u', [theta, phi, lambda], [target], controls, gates);
  });
}
