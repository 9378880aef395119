import { type Angle, combineAngles, transformAngle } from './angle.ts';
import type { GateOperation, NativeGateName } from './circuit.ts';

/** A gate under the name that a device has for it. */
export interface NativeCall {
  readonly name: NativeGateName;
  /** Those of the device: θ and φ of `r`, φ of the others. */
  readonly parameters: readonly Angle[];
}

/** The turns that the names stand for. */
const turns: { readonly [Name in NativeGateName]: number | undefined } = {
  r: undefined,
  gpi: Math.PI,
  gpi2: Math.PI / 2,
};

/**
 * What a device calls a gate, where the gate is one of a device's own; undefined for others, and where its parameters were
 * changed since so that the name does not fit any more.
 */
export function nativeCall({ controls, native, parameters }: GateOperation): NativeCall | undefined {
  if (native === undefined || controls.length > 0) return undefined;
  const [theta = 0, phi = 0, lambda = 0] = parameters;
  if (!areOpposite(phi, lambda)) return undefined;
  const axis = combineAngles('add', phi, Math.PI / 2);
  const turn = turns[native];
  if (turn === undefined) return { name: native, parameters: [theta, axis] };
  return theta === turn ? { name: native, parameters: [axis] } : undefined;
}

function areOpposite(phi: Angle, lambda: Angle): boolean {
  if (typeof phi === 'number' && typeof lambda === 'number') return Math.abs(phi + lambda) <= 1e-12;
  return JSON.stringify(lambda) === JSON.stringify(transformAngle('negate', phi));
}
