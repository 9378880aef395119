import { type Angle, combineAngles, transformAngle } from '#core/circuit/angle.ts';
import type { GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { toDense } from '#core/circuit/matrices/denseMatrix.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';
import { basisName, type Entangler, type GateBasis, isSymmetric } from './gateBasis.ts';
import { twoQubitGates } from './twoQubitSynthesis.ts';

/** The order in which two qubits may meet in a gate; without it, both. */
export type PairOrder = (first: number, second: number) => boolean;

type Gate = GateOperation | UnitaryOperation;

const quarter = Math.PI / 2;

/**
 * A gate on two qubits by gates of the basis between them and any gates on single ones, up to the phase of the whole
 * state. Parameters stay parameters.
 * @param allows pairs the device has in this order; one of both orders is allowed for every gate
 */
export function entanglingGates(operation: Gate, basis: GateBasis, allows: PairOrder): Gate[] {
  const name = basisName(operation);
  if (basis.has(name)) {
    const placed = placedInOrder(operation, name, allows);
    if (placed) return placed;
  }
  return decomposed(operation, basis).flatMap((gate): Gate[] => {
    if (operationQubits(gate).length < 2) return [gate];
    const own = basisName(gate);
    if (basis.has(own)) {
      const placed = placedInOrder(gate, own, allows);
      if (placed) return placed;
    }
    return entanglingGates(gate, basis, allows);
  });
}

/** A gate that the basis has, turned round where the device has it the other way only; undefined where that is no simpler. */
function placedInOrder(operation: Gate, name: string, allows: PairOrder): Gate[] | undefined {
  const [first = 0, second = 0] = operationQubits(operation);
  if (allows(first, second)) return [operation];
  if (isSymmetric(name)) {
    return operation.controls.length > 0
      ? [{ ...operation, controls: [{ qubit: second, value: 1 }], targets: [first] }]
      : [{ ...operation, targets: [second, first] }];
  }
  if (name !== 'cx') return undefined;
  const both = [gateOperation('h', [], [first]), gateOperation('h', [], [second])];
  return [...both, gateOperation('x', [], [first], [second]), ...both];
}

/** One step towards the entangling gate of the basis. */
function decomposed(operation: Gate, basis: GateBasis): Gate[] {
  const { entangler } = basis;
  const [first = 0, second = 0] = operationQubits(operation);
  if (operation.kind === 'unitary') {
    // A device's own gate the other way round.
    if (operation.label === 'ecr') return ecrByCx(first, second);
    return twoQubitGates(toDense(operation.matrix), [first, second], entangler);
  }
  if (operation.gate === 'x' && operation.controls.length === 1) return cxBy(first, second, entangler);
  if (entangler === 'iswap') {
    const matrix = operationsMatrix([operation], [first, second]);
    if (matrix) return twoQubitGates(matrix, [first, second], entangler);
  }
  if (entangler === 'rzz' || entangler === 'rxx' || entangler === 'iswap') {
    if (operation.gate === 'rzz' && operation.controls.length === 0)
      return entangler === 'iswap' ? rzzByIswap(operation) : rzzByRxx(operation);
    const turned = towardsRzz(operation);
    if (turned) return turned;
  }
  return expressIn(operation, {
    supports: (gate, controls) => isSimple(gate, controls, basis, basisName(operation)),
  }).filter(({ gate }) => gate !== 'gphase');
}

/** @param besides the gate that is decomposed, which the basis may have the other way round */
function isSimple(gate: GateOperation['gate'], controls: number, basis: GateBasis, besides: string): boolean {
  const targets = gateTable[gate].targets;
  if (targets + controls <= 1) return targets === 1;
  const name = `${'c'.repeat(controls)}${gate}`;
  return name === 'cx' || (controls <= 1 && name !== besides && basis.has(name));
}

/** CX = RZ(π/2) on its control, RX(π/2) on its target, and exp(iπ/4 ZX), the last by the gate of the basis. */
function cxBy(control: number, target: number, entangler: Entangler): Gate[] {
  const h = (qubit: number) => gateOperation('h', [], [qubit]);
  switch (entangler) {
    case 'cx':
      // Only met where the basis has it the other way round.
      return [h(control), h(target), gateOperation('x', [], [control], [target]), h(control), h(target)];
    case 'cz':
      return [h(target), gateOperation('z', [], [target], [control]), h(target)];
    case 'ecr':
      return [
        gateOperation('x', [], [control]),
        ecrGate(control, target),
        gateOperation('rz', [quarter], [control]),
        gateOperation('sx', [], [target]),
      ];
    case 'rzz':
      return [
        h(target),
        gateOperation('rzz', [-quarter], [control, target]),
        h(target),
        gateOperation('rz', [quarter], [control]),
        gateOperation('sx', [], [target]),
      ];
    case 'rxx':
      return [
        h(control),
        gateOperation('rxx', [-quarter], [control, target]),
        h(control),
        gateOperation('rz', [quarter], [control]),
        gateOperation('sx', [], [target]),
      ];
    case 'iswap':
      return cxByIswap(control, target);
  }
}

/** ECR = X on its first qubit after exp(−iπ/4 ZX). */
function ecrGate(first: number, second: number): UnitaryOperation {
  return { kind: 'unitary', label: 'ecr', matrix: ecrMatrix, controls: [], targets: [first, second] };
}

const rootHalf = Math.SQRT1_2;

const ecrMatrix = {
  dimension: 4,
  values: [
    ...[0, 0, rootHalf, 0, 0, 0, 0, rootHalf],
    ...[rootHalf, 0, 0, 0, 0, -rootHalf, 0, 0],
    ...[0, 0, 0, rootHalf, 0, 0, rootHalf, 0],
    ...[0, -rootHalf, 0, 0, rootHalf, 0, 0, 0],
  ],
};

/** By an ECR the other way round, through a CX that Hadamard gates turn. */
function ecrByCx(first: number, second: number): Gate[] {
  const both = [gateOperation('h', [], [first]), gateOperation('h', [], [second])];
  return [
    gateOperation('x', [], [first]),
    ...both,
    gateOperation('x', [], [first], [second]),
    ...both,
    gateOperation('rz', [-quarter], [first]),
    gateOperation('sxdg', [], [second]),
  ];
}

/** CX from qubit 0 to qubit 1 by two iSWAPs. */
const cxOfIswaps = twoQubitGates(
  { dimension: 4, re: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0), im: new Float64Array(16) },
  [0, 1],
  'iswap',
);

function cxByIswap(control: number, target: number): Gate[] {
  return cxOfIswaps.map((gate) => ({
    ...gate,
    targets: gate.targets.map((qubit) => (qubit === 0 ? control : target)),
  }));
}

/** iSWAP takes X on one qubit to Z on it and Y on the other, and undoes itself up to Z on both. */
function rzzByIswap({ parameters, targets }: GateOperation): Gate[] {
  const [one = 0, other = 0] = targets;
  const iswap = gateOperation('iswap', [], [one, other]);
  return [
    gateOperation('sxdg', [], [other]),
    gateOperation('z', [], [one]),
    gateOperation('z', [], [other]),
    iswap,
    gateOperation('rx', parameters, [one]),
    iswap,
    gateOperation('sx', [], [other]),
  ];
}

function rzzByRxx({ parameters, targets }: GateOperation): Gate[] {
  const both = targets.map((qubit) => gateOperation('h', [], [qubit]));
  return [...both, gateOperation('rxx', parameters, targets), ...both];
}

/** By one rotation about ZZ for every way in which the gate entangles; undefined for gates that have no such form. */
function towardsRzz({ controls, gate, parameters, targets }: GateOperation): Gate[] | undefined {
  const [angle = 0] = parameters;
  const [control] = controls;
  const on = (name: GateOperation['gate'], qubit: number, ...angles: Angle[]) => gateOperation(name, angles, [qubit]);
  if (control === undefined) {
    const [one = 0, other = 0] = targets;
    const both = (name: GateOperation['gate']) => [on(name, one), on(name, other)];
    const zz = (turn: Angle) => gateOperation('rzz', [turn], [one, other]);
    const xx = (turn: Angle) => [...both('h'), zz(turn), ...both('h')];
    const yy = (turn: Angle) => [...both('sx'), zz(turn), ...both('sxdg')];
    switch (gate) {
      case 'rxx':
        return xx(angle);
      case 'ryy':
        return yy(angle);
      case 'swap':
        return [...xx(-quarter), ...yy(-quarter), zz(-quarter)];
      case 'iswap':
        return [...xx(-quarter), ...yy(-quarter)];
      default:
        return undefined;
    }
  }
  const [target = 0] = targets;
  const halfOf = (whole: Angle) => combineAngles('divide', whole, 2);
  const minus = (whole: Angle) => transformAngle('negate', whole);
  const zz = (turn: Angle) => gateOperation('rzz', [turn], [control.qubit, target]);
  const phase = (turn: Angle) => [
    on('rz', control.qubit, halfOf(turn)),
    on('rz', target, halfOf(turn)),
    zz(minus(halfOf(turn))),
  ];
  const turnZ = [on('rz', target, halfOf(angle)), zz(minus(halfOf(angle)))];
  switch (gate) {
    case 'p':
      return phase(angle);
    case 'z':
      return phase(Math.PI);
    case 's':
      return phase(quarter);
    case 'sdg':
      return phase(-quarter);
    case 't':
      return phase(quarter / 2);
    case 'tdg':
      return phase(-quarter / 2);
    case 'rz':
      return turnZ;
    case 'rx':
      return [on('h', target), ...turnZ, on('h', target)];
    case 'ry':
      return [on('sx', target), ...turnZ, on('sxdg', target)];
    default:
      return undefined;
  }
}
