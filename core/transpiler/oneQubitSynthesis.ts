import { type Angle, combineAngles, isRunTimeAngle, transformAngle } from '#core/circuit/angle.ts';
import type { GateOperation, NativeGateName, UnitaryOperation } from '#core/circuit/circuit.ts';
import { eulerAngles } from '#core/circuit/eulerAngles.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { type DenseMatrix, fromDense, identityMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { tidyAngle } from '#core/circuit/synthesis/tidyAngle.ts';
import { basisName, type GateBasis } from './gateBasis.ts';

/** A rotation on one qubit as U(θ, φ, λ) of the circuit model, the phase of the whole state left out. */
export interface EulerRotation {
  readonly theta: Angle;
  readonly phi: Angle;
  readonly lambda: Angle;
}

/** Angles nearer to each other than this are taken for equal. */
const sameAngle = 1e-12;

const quarter = Math.PI / 2;

/** The rotation that a unitary 2×2 matrix is. */
export function rotationOf(matrix: DenseMatrix): EulerRotation {
  const { lambda, phi, theta } = eulerAngles(fromDense(matrix).values);
  return { theta, phi, lambda };
}

/** Multiplies gates on one qubit whose angles are numbers, without making a matrix of each. */
export class OneQubitProduct {
  readonly #values = new Float64Array(8);

  /** The matrix of gates one after the other. */
  of(gates: readonly (GateOperation | UnitaryOperation)[]): DenseMatrix {
    const whole = identityMatrix(2);
    for (const gate of gates) {
      if (gate.kind === 'gate') gateTable[gate.gate].write(gate.parameters.map(Number), this.#values);
      multiplyFromLeft(whole, gate.kind === 'unitary' ? gate.matrix.values : this.#values);
    }
    return whole;
  }
}

/** The matrix of gates on one qubit one after the other; undefined where an angle is not a number yet. */
function oneQubitMatrix(gates: readonly (GateOperation | UnitaryOperation)[]): DenseMatrix | undefined {
  const areKnown = gates.every(
    (gate) => gate.kind === 'unitary' || gate.parameters.every((angle) => typeof angle === 'number'),
  );
  return areKnown ? new OneQubitProduct().of(gates) : undefined;
}

/** whole ← gate · whole. @param gate row-major, re and im interleaved */
function multiplyFromLeft({ im, re }: DenseMatrix, gate: ArrayLike<number>): void {
  const [a, ai, b, bi] = [gate[0] ?? 0, gate[1] ?? 0, gate[2] ?? 0, gate[3] ?? 0];
  const [c, ci, d, di] = [gate[4] ?? 0, gate[5] ?? 0, gate[6] ?? 0, gate[7] ?? 0];
  for (let column = 0; column < 2; column++) {
    const [x, xi] = [re[column] ?? 0, im[column] ?? 0];
    const [y, yi] = [re[2 + column] ?? 0, im[2 + column] ?? 0];
    re[column] = a * x - ai * xi + b * y - bi * yi;
    im[column] = a * xi + ai * x + b * yi + bi * y;
    re[2 + column] = c * x - ci * xi + d * y - di * yi;
    im[2 + column] = c * xi + ci * x + d * yi + di * y;
  }
}

/** A gate on one qubit in the basis, by itself. Parameters stay parameters. */
export function translatedOneQubit(operation: GateOperation | UnitaryOperation, basis: GateBasis): GateOperation[] {
  if (operation.kind === 'gate' && basis.has(basisName(operation))) return [operation];
  if (operation.kind === 'gate' && operation.gate === 'id') return [];
  const [qubit = 0] = operation.targets;
  const matrix = oneQubitMatrix([operation]);
  if (matrix) return rotationGates(rotationOf(matrix), qubit, basis);
  return operation.kind === 'gate' ? symbolicGates(operation, qubit, basis) : [];
}

/** Whether an operation is a gate on one qubit that may be merged with its neighbours. */
export function isMergeable(operation: GateOperation | UnitaryOperation): boolean {
  if (operation.controls.length > 0 || operation.targets.length !== 1) return false;
  // What the run computes may have another value at another place.
  return operation.kind === 'unitary' || !operation.parameters.some(isRunTimeAngle);
}

/** U(θ, φ, λ) in the gates of a basis, up to the phase of the whole state; as few as its form allows. */
export function rotationGates(rotation: EulerRotation, qubit: number, basis: GateBasis): GateOperation[] {
  const { lambda, phi, theta } = rotation;
  const sum = combineAngles('add', phi, lambda);
  if (isMultiple(theta, 0)) return zRotation(sum, qubit, basis);
  const z = (angle: Angle) => zRotation(angle, qubit, basis);
  const on = (gate: GateOperation['gate'], ...parameters: Angle[]) => gateOperation(gate, parameters, [qubit]);
  switch (basis.form) {
    case 'u':
      return [on('u', ...[theta, phi, lambda].map(tidy))];
    case 'zsx':
      if (isMultiple(theta, quarter)) return [...z(plus(lambda, -quarter)), on('sx'), ...z(plus(phi, quarter))];
      if (isMultiple(theta, Math.PI) && basis.has('x'))
        return [on('x'), ...z(combineAngles('subtract', plus(phi, Math.PI), lambda))];
      return [...z(lambda), on('sx'), ...z(plus(theta, Math.PI)), on('sx'), ...z(plus(phi, Math.PI))];
    case 'zxz':
      return [...z(plus(lambda, -quarter)), on('rx', tidy(theta)), ...z(plus(phi, quarter))];
    case 'zyz':
      return [...z(lambda), on('ry', tidy(theta)), ...z(phi)];
    case 'zhz':
      return [...z(plus(lambda, -quarter)), on('h'), ...z(theta), on('h'), ...z(plus(phi, quarter))];
    case 'xyx':
      return aboutXAndY(rotation, qubit);
    case 'r': {
      const axis = combineAngles('subtract', quarter, lambda);
      if (isMultiple(sum, 0)) return [aboutAxis(theta, axis, qubit)];
      if (basis.has('rz') || basis.has('p')) return [aboutAxis(theta, axis, qubit), ...z(sum)];
      return [
        aboutAxis(plus(theta, Math.PI), axis, qubit),
        aboutAxis(Math.PI, combineAngles('add', axis, half(sum)), qubit),
      ];
    }
    case 'gpi':
      return halfTurns(rotation, qubit);
  }
}

/** A rotation about Z. */
function zRotation(angle: Angle, qubit: number, basis: GateBasis): GateOperation[] {
  if (isMultiple(angle, 0)) return [];
  const tidied = tidy(angle);
  if (basis.has('rz') || basis.has('p')) return [gateOperation(basis.phaseName, [tidied], [qubit])];
  switch (basis.form) {
    case 'u':
      return [gateOperation('u', [0, 0, tidied], [qubit])];
    case 'xyx':
      return turnedToY(tidied, qubit);
    case 'r':
      return [aboutAxis(Math.PI, 0, qubit), aboutAxis(Math.PI, half(tidied), qubit)];
    case 'gpi':
      return [deviceGate('gpi', Math.PI, 0, qubit), deviceGate('gpi', Math.PI, half(tidied), qubit)];
    case 'zsx':
    case 'zxz':
    case 'zyz':
    case 'zhz':
      throw new RangeError(`A basis of the form ${basis.form} has rotations about Z.`);
  }
}

/** A gate with parameters that are not bound yet. */
function symbolicGates({ gate, parameters }: GateOperation, qubit: number, basis: GateBasis): GateOperation[] {
  const [first = 0, second = 0, third = 0] = parameters;
  if (basis.form === 'xyx' && gate !== 'u') {
    if (gate === 'rx' || gate === 'ry') return [gateOperation(gate, [first], [qubit])];
    return turnedToY(first, qubit);
  }
  switch (gate) {
    case 'p':
    case 'rz':
      return zRotation(first, qubit, basis);
    case 'rx':
      return rotationGates({ theta: first, phi: -quarter, lambda: quarter }, qubit, basis);
    case 'ry':
      return rotationGates({ theta: first, phi: 0, lambda: 0 }, qubit, basis);
    case 'u':
      return rotationGates({ theta: first, phi: second, lambda: third }, qubit, basis);
    default:
      throw new RangeError(`The gate ${gate} has no parameters.`);
  }
}

/** U(θ, φ, λ) as RX RY RX where it is known, else its three rotations one by one. */
function aboutXAndY({ lambda, phi, theta }: EulerRotation, qubit: number): GateOperation[] {
  if (typeof theta !== 'number' || typeof phi !== 'number' || typeof lambda !== 'number') {
    return [
      ...(isMultiple(lambda, 0) ? [] : turnedToY(lambda, qubit)),
      gateOperation('ry', [theta], [qubit]),
      ...(isMultiple(phi, 0) ? [] : turnedToY(phi, qubit)),
    ];
  }
  // Between two Hadamard gates X and Z change places, and Y its sign.
  const hadamard = gateOperation('h', [], [qubit]);
  const turned = oneQubitMatrix([hadamard, gateOperation('u', [theta, phi, lambda], [qubit]), hadamard]);
  if (!turned) return [];
  const inside = eulerAngles(fromDense(turned).values);
  const rotation = (gate: 'rx' | 'ry', angle: number) =>
    isMultiple(angle, 0) ? [] : [gateOperation(gate, [tidyAngle(angle)], [qubit])];
  if (isMultiple(inside.theta, 0)) return rotation('rx', inside.phi + inside.lambda);
  return [...rotation('rx', inside.lambda), ...rotation('ry', -inside.theta), ...rotation('rx', inside.phi)];
}

/** RZ(α) = RX(π/2) RY(α) RX(−π/2). */
function turnedToY(angle: Angle, qubit: number): GateOperation[] {
  return [
    gateOperation('rx', [-quarter], [qubit]),
    gateOperation('ry', [angle], [qubit]),
    gateOperation('rx', [quarter], [qubit]),
  ];
}

/**
 * By GPI2(−λ), GPI((φ − λ − θ)/2), GPI2(φ), in this order; with GPI2(a) = RZ(a) RX(π/2) RZ(−a) and GPI(b) = RZ(2b) X, the
 * turns about X between them become RY(θ).
 */
function halfTurns({ lambda, phi, theta }: EulerRotation, qubit: number): GateOperation[] {
  if (isMultiple(theta, Math.PI)) {
    const axis = half(combineAngles('subtract', plus(phi, Math.PI), lambda));
    return [deviceGate('gpi', Math.PI, axis, qubit)];
  }
  const minusLambda = transformAngle('negate', lambda);
  if (isMultiple(theta, quarter) && isMultiple(combineAngles('add', phi, lambda), 0))
    return [deviceGate('gpi2', quarter, plus(phi, quarter), qubit)];
  const middle = half(combineAngles('subtract', combineAngles('subtract', phi, lambda), theta));
  return [
    deviceGate('gpi2', quarter, minusLambda, qubit),
    deviceGate('gpi', Math.PI, middle, qubit),
    deviceGate('gpi2', quarter, phi, qubit),
  ];
}

function aboutAxis(angle: Angle, axis: Angle, qubit: number): GateOperation {
  return deviceGate('r', angle, axis, qubit);
}

/** A rotation about the axis cos φ X + sin φ Y, which is U(θ, φ − π/2, π/2 − φ). */
function deviceGate(native: NativeGateName, angle: Angle, axis: Angle, qubit: number): GateOperation {
  const turned = tidy(plus(axis, -quarter));
  return {
    ...gateOperation(
      'u',
      [typeof angle === 'number' ? tidyAngle(angle) : angle, turned, transformAngle('negate', turned)],
      [qubit],
    ),
    native,
  };
}

/** Whether an angle is a known one, up to whole turns. */
function isMultiple(angle: Angle, wanted: number): boolean {
  return typeof angle === 'number' && Math.abs(tidyAngle(angle - wanted)) < sameAngle;
}

function tidy(angle: Angle): Angle {
  return typeof angle === 'number' ? tidyAngle(angle) : angle;
}

function plus(angle: Angle, constant: number): Angle {
  return combineAngles('add', angle, constant);
}

function half(angle: Angle): Angle {
  return combineAngles('divide', angle, 2);
}
