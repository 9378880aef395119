import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { GateName, GateOperation } from '../circuit.ts';
import { gateOperation as gate } from '../gateOperation.ts';
import { multiControlledX } from './multiControlledX.ts';

/** Whether a gate with so many controls, all on 1, can be said in a format. */
export type GateSupport = (gate: GateName, controls: number) => boolean;

/**
 * One step towards simpler gates: what a gate is equal to, global phase included, with fewer controls or by gates closer
 * to `x`, `h`, `rz`, `ry` and CX. Steps end at those.
 * @param gate all its controls are on 1
 */
export function simplerGates(operation: GateOperation, supports: GateSupport): readonly GateOperation[] {
  const controls = operation.controls.map(({ qubit }) => qubit);
  switch (operation.gate) {
    case 'id':
      return [];
    case 'gphase': {
      const target = controls.at(-1);
      return target === undefined ? [operation] : [gate('p', operation.parameters, [target], controls.slice(0, -1))];
    }
    case 'x':
    case 'y':
    case 'z':
    case 'h':
    case 's':
    case 'sdg':
    case 't':
    case 'tdg':
    case 'sx':
    case 'sxdg':
      return controls.length === 0
        ? plainFixed(operation.gate, target(operation))
        : controlledFixed(operation.gate, target(operation), controls, supports);
    case 'p':
    case 'rx':
    case 'ry':
    case 'rz': {
      const [angle = 0] = operation.parameters;
      return controls.length === 0
        ? plainRotation(operation.gate, angle, target(operation), supports)
        : controlledRotation(operation.gate, angle, target(operation), controls, supports);
    }
    case 'u':
      return anyRotation(operation.parameters, target(operation), controls, supports);
    case 'swap':
    case 'iswap':
    case 'rxx':
    case 'ryy':
    case 'rzz':
      return twoQubits(operation.gate, operation.parameters, operation.targets, controls);
  }
}

type Fixed = 'x' | 'y' | 'z' | 'h' | 's' | 'sdg' | 't' | 'tdg' | 'sx' | 'sxdg';
type Rotation = 'p' | 'rx' | 'ry' | 'rz';

const quarter = Math.PI / 4;
const phases = { z: Math.PI, s: 2 * quarter, sdg: -2 * quarter, t: quarter, tdg: -quarter } as const;

function plainFixed(name: Fixed, qubit: number): GateOperation[] {
  switch (name) {
    case 'x':
      return [phase(2 * quarter), gate('rx', [Math.PI], [qubit])];
    case 'y':
      // Y = i · X · Z
      return [phase(2 * quarter), gate('z', [], [qubit]), gate('x', [], [qubit])];
    case 'h':
      return [gate('ry', [2 * quarter], [qubit]), gate('x', [], [qubit])];
    case 'sx':
      return [phase(quarter), gate('rx', [2 * quarter], [qubit])];
    case 'sxdg':
      return [phase(-quarter), gate('rx', [-2 * quarter], [qubit])];
    default:
      return [gate('p', [phases[name]], [qubit])];
  }
}

function controlledFixed(
  name: Fixed,
  qubit: number,
  controls: readonly number[],
  supports: GateSupport,
): GateOperation[] {
  const on = (fixed: GateName, ...parameters: Angle[]) => gate(fixed, parameters, [qubit]);
  switch (name) {
    case 'x':
      // With two controls a phase needs as many CX as it does here; more are best undone by halves.
      return controls.length === 2
        ? toffoli(controls, qubit)
        : [on('h'), gate('p', [Math.PI], [qubit], controls), on('h')];
    case 'y':
      return [on('sdg'), gate('x', [], [qubit], controls), on('s')];
    case 'h':
      return [on('ry', -quarter), gate('z', [], [qubit], controls), on('ry', quarter)];
    case 'sx':
      return [on('h'), gate('s', [], [qubit], controls), on('h')];
    case 'sxdg':
      return [on('h'), gate('sdg', [], [qubit], controls), on('h')];
    case 'z':
      if (controls.length === 1 || supports('x', controls.length)) {
        return [on('h'), gate('x', [], [qubit], controls), on('h')];
      }
      return [gate('p', [Math.PI], [qubit], controls)];
    default:
      return [gate('p', [phases[name]], [qubit], controls)];
  }
}

/** The doubly controlled X by six CX. */
function toffoli([a = 0, b = 0]: readonly number[], target: number): GateOperation[] {
  const cx = (control: number, qubit: number) => gate('x', [], [qubit], [control]);
  return [
    gate('h', [], [target]),
    cx(b, target),
    gate('tdg', [], [target]),
    cx(a, target),
    gate('t', [], [target]),
    cx(b, target),
    gate('tdg', [], [target]),
    cx(a, target),
    gate('t', [], [b]),
    gate('t', [], [target]),
    gate('h', [], [target]),
    cx(a, b),
    gate('t', [], [a]),
    gate('tdg', [], [b]),
    cx(a, b),
  ];
}

function plainRotation(name: Rotation, angle: Angle, qubit: number, supports: GateSupport): GateOperation[] {
  switch (name) {
    case 'p':
      return supports('rz', 0)
        ? [phase(half(angle)), gate('rz', [angle], [qubit])]
        : [gate('u', [0, 0, angle], [qubit])];
    case 'rz':
      return [phase(half(minus(angle))), gate('p', [angle], [qubit])];
    case 'rx':
      return [gate('h', [], [qubit]), gate('rz', [angle], [qubit]), gate('h', [], [qubit])];
    case 'ry':
      return [gate('sdg', [], [qubit]), gate('rx', [angle], [qubit]), gate('s', [], [qubit])];
  }
}

function controlledRotation(
  name: Rotation,
  angle: Angle,
  qubit: number,
  controls: readonly number[],
  supports: GateSupport,
): GateOperation[] {
  if (name === 'rx') {
    return [gate('h', [], [qubit]), gate('rz', [angle], [qubit], controls), gate('h', [], [qubit])];
  }
  const part = half(angle);
  const last = controls.at(-1) ?? 0;
  if (name === 'p' && (controls.length === 1 || supports('rz', controls.length))) {
    return [gate('p', [part], [last], controls.slice(0, -1)), gate('rz', [angle], [qubit], controls)];
  }
  if (controls.length === 1) {
    const flip = gate('x', [], [qubit], controls);
    return [gate(name, [part], [qubit]), flip, gate(name, [minus(part)], [qubit]), flip];
  }
  // Barenco et al., lemma 7.5. While the last control is turned, the target is free to help.
  const others = controls.slice(0, -1);
  const turn = supports('x', others.length)
    ? [gate('x', [], [last], others)]
    : multiControlledX({ controls: others, target: last }, [qubit]).map((each) =>
        gate('x', [], [each.target], each.controls),
      );
  return [
    gate(name, [part], [qubit], [last]),
    ...turn,
    gate(name, [minus(part)], [qubit], [last]),
    ...turn,
    gate(name, [part], [qubit], others),
  ];
}

/** U(θ, φ, λ) = e^{i(φ+λ)/2} RZ(φ) RY(θ) RZ(λ). */
function anyRotation(
  [theta = 0, phi = 0, lambda = 0]: readonly Angle[],
  qubit: number,
  controls: readonly number[],
  supports: GateSupport,
): GateOperation[] {
  const sum = half(combineAngles('add', phi, lambda));
  const shared = gate('gphase', [sum], [], controls);
  if (controls.length !== 1 || (supports('rz', 1) && supports('ry', 1))) {
    return [
      shared,
      gate('rz', [lambda], [qubit], controls),
      gate('ry', [theta], [qubit], controls),
      gate('rz', [phi], [qubit], controls),
    ];
  }
  // Barenco et al., lemma 5.1.
  const flip = gate('x', [], [qubit], controls);
  return [
    shared,
    gate('rz', [half(combineAngles('subtract', lambda, phi))], [qubit]),
    flip,
    gate('rz', [minus(sum)], [qubit]),
    gate('ry', [half(minus(theta))], [qubit]),
    flip,
    gate('ry', [half(theta)], [qubit]),
    gate('rz', [phi], [qubit]),
  ];
}

function twoQubits(
  name: 'swap' | 'iswap' | 'rxx' | 'ryy' | 'rzz',
  parameters: readonly Angle[],
  [a = 0, b = 0]: readonly number[],
  controls: readonly number[],
): GateOperation[] {
  const both = (fixed: GateName, ...angles: Angle[]) => [gate(fixed, angles, [a]), gate(fixed, angles, [b])];
  switch (name) {
    case 'swap':
      return [gate('x', [], [a], [b]), gate('x', [], [b], [...controls, a]), gate('x', [], [a], [b])];
    case 'iswap':
      return controls.length === 0
        ? [...both('s'), gate('h', [], [a]), gate('x', [], [b], [a]), gate('x', [], [a], [b]), gate('h', [], [b])]
        : [gate('rxx', [-2 * quarter], [a, b], controls), gate('ryy', [-2 * quarter], [a, b], controls)];
    case 'rzz':
      return [gate('x', [], [b], [a]), gate('rz', parameters, [b], controls), gate('x', [], [b], [a])];
    case 'rxx':
      return [...both('h'), gate('rzz', parameters, [a, b], controls), ...both('h')];
    case 'ryy':
      return [...both('sx'), gate('rzz', parameters, [a, b], controls), ...both('sxdg')];
  }
}

function target(operation: GateOperation): number {
  return operation.targets[0] ?? 0;
}

function half(angle: Angle): Angle {
  return combineAngles('divide', angle, 2);
}

function minus(angle: Angle): Angle {
  return transformAngle('negate', angle);
}

function phase(angle: Angle): GateOperation {
  return gate('gphase', [angle], []);
}
