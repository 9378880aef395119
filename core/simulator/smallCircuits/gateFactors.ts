import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import type { Control, GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { eulerAngles } from '#core/circuit/eulerAngles.ts';
import { type AffineAngle, type AngleSlots, addAngles, constantAngle, scaleAngle } from './affineAngle.ts';

/**
 * What gates are made of. A phase multiplies by e^{i·angle} where its controls hold. A rotation is
 * [[cos, −sin], [sin, cos]] of an angle, between phases on |1⟩ before and after it; every one-qubit gate is that, up to a
 * phase. An odd phase multiplies where two qubits differ; a pair rotation is exp(−i · angle · P⊗P).
 */
export type GateFactor =
  | { readonly kind: 'phase'; readonly controls: readonly Control[]; readonly angle: AffineAngle }
  | {
      readonly kind: 'rotation';
      readonly controls: readonly Control[];
      readonly target: number;
      readonly before: AffineAngle;
      readonly angle: AffineAngle;
      readonly after: AffineAngle;
    }
  | { readonly kind: 'flip'; readonly controls: readonly Control[]; readonly target: number }
  | { readonly kind: 'exchange'; readonly controls: readonly Control[]; readonly targets: TargetPair }
  | {
      readonly kind: 'oddPhase' | 'rotateXX' | 'rotateYY';
      readonly controls: readonly Control[];
      readonly targets: TargetPair;
      readonly angle: AffineAngle;
    }
  | {
      readonly kind: 'matrix';
      readonly controls: readonly Control[];
      readonly targets: readonly number[];
      /** Row-major, re and im interleaved. */
      readonly values: readonly number[];
    };

type TargetPair = readonly [number, number];

const quarter = Math.PI / 4;
const zero = constantAngle(0);
const half = constantAngle(Math.PI / 2);
const minusHalf = constantAngle(-Math.PI / 2);
const full = constantAngle(Math.PI);

/**
 * The factors of a gate in order of application; their product is the gate, global phase included.
 * @throws RangeError for angles known only during the run
 */
export function gateFactors(operation: GateOperation | UnitaryOperation, slots: AngleSlots): GateFactor[] {
  return operation.kind === 'unitary' ? unitaryFactors(operation) : namedFactors(operation, slots);
}

function namedFactors({ controls, gate, parameters, targets }: GateOperation, slots: AngleSlots): GateFactor[] {
  const [target = 0, other = 0] = targets;
  const pair: TargetPair = [target, other];
  const angle = (index: number) => slots.affine(parameters[index] ?? 0);
  const phase = (value: AffineAngle): GateFactor => ({ kind: 'phase', controls, angle: value });
  const phaseOfOne = (value: AffineAngle): GateFactor => phaseOnOne(controls, target, value);
  const rotation = (before: AffineAngle, value: AffineAngle, after: AffineAngle): GateFactor => {
    return { kind: 'rotation', controls, target, before, angle: value, after };
  };
  // RX = P(−π/2) · RY · P(π/2); where the controls do not hold, the phases undo each other.
  const rotationX = (value: AffineAngle): GateFactor[] => [
    phaseOnOne([], target, half),
    rotation(zero, value, zero),
    phaseOnOne([], target, minusHalf),
  ];
  switch (gate) {
    case 'gphase':
      return [phase(angle(0))];
    case 'id':
      return [];
    case 'x':
      return [{ kind: 'flip', controls, target }];
    case 'y':
      return [rotation(zero, half, zero), phase(half)];
    case 'z':
      return [phaseOfOne(full)];
    case 'h':
      return [rotation(full, constantAngle(quarter), zero)];
    case 's':
      return [phaseOfOne(half)];
    case 'sdg':
      return [phaseOfOne(minusHalf)];
    case 't':
      return [phaseOfOne(constantAngle(quarter))];
    case 'tdg':
      return [phaseOfOne(constantAngle(-quarter))];
    case 'sx':
      return [...rotationX(constantAngle(quarter)), phase(constantAngle(quarter))];
    case 'sxdg':
      return [...rotationX(constantAngle(-quarter)), phase(constantAngle(-quarter))];
    case 'p':
      return [phaseOfOne(angle(0))];
    case 'rx':
      return rotationX(scaleAngle(angle(0), 0.5));
    case 'ry':
      return [rotation(zero, scaleAngle(angle(0), 0.5), zero)];
    case 'rz':
      return [phase(scaleAngle(angle(0), -0.5)), phaseOfOne(angle(0))];
    case 'u':
      return [rotation(angle(2), scaleAngle(angle(0), 0.5), angle(1))];
    case 'swap':
      return [{ kind: 'exchange', controls, targets: pair }];
    case 'iswap':
      return [
        { kind: 'exchange', controls, targets: pair },
        { kind: 'oddPhase', controls, targets: pair, angle: half },
      ];
    case 'rxx':
      return [{ kind: 'rotateXX', controls, targets: pair, angle: scaleAngle(angle(0), 0.5) }];
    case 'ryy':
      return [{ kind: 'rotateYY', controls, targets: pair, angle: scaleAngle(angle(0), 0.5) }];
    case 'rzz':
      return [phase(scaleAngle(angle(0), -0.5)), { kind: 'oddPhase', controls, targets: pair, angle: angle(0) }];
  }
}

function unitaryFactors({ controls, matrix, targets }: UnitaryOperation): GateFactor[] {
  const { values } = matrix;
  const [target] = targets;
  if (target === undefined) {
    return [{ kind: 'phase', controls, angle: constantAngle(phaseOf(values[0] ?? 1, values[1] ?? 0)) }];
  }
  if (targets.length > 1) return [{ kind: 'matrix', controls, targets, values }];
  const { lambda, phase, phi, theta } = eulerAngles(values);
  const factors: GateFactor[] = [{ kind: 'phase', controls, angle: constantAngle(phase) }];
  if (theta === 0) factors.push(phaseOnOne(controls, target, constantAngle(phi + lambda)));
  else {
    const [before, angle, after] = [constantAngle(lambda), constantAngle(theta / 2), constantAngle(phi)];
    factors.push({ kind: 'rotation', controls, target, before, angle, after });
  }
  return factors;
}

function phaseOnOne(controls: readonly Control[], target: number, angle: AffineAngle): GateFactor {
  return { kind: 'phase', controls: [...controls, { qubit: target, value: 1 }], angle };
}

/** A one-qubit gate as the product of phases on |1⟩ and rotations. */
export interface ChainLink {
  readonly kind: 'phase' | 'rotation';
  readonly angle: AffineAngle;
}

/** Adds a link after the others: equal neighbours become one, and what does nothing is left out. */
export function appendLink(chain: ChainLink[], link: ChainLink): void {
  if (isNothing(link)) return;
  const last = chain.at(-1);
  if (last?.kind !== link.kind) {
    chain.push(link);
    return;
  }
  chain.pop();
  appendLink(chain, { kind: link.kind, angle: addAngles(last.angle, link.angle) });
}

/** A rotation by π changes the sign of the whole state, which is a phase that nobody sees. */
function isNothing({ angle, kind }: ChainLink): boolean {
  const period = kind === 'rotation' ? Math.PI : 2 * Math.PI;
  return angle.terms.size === 0 && Math.abs(angle.offset - period * Math.round(angle.offset / period)) < 1e-15;
}
