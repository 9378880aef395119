import type { Circuit, GateName, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import { nativeCall } from '../nativeGates.ts';
import { expressIn } from '../synthesis/expressIn.ts';

/** One gate of IonQ's `native` gate set; phases and angles in turns. */
export type IonqNativeGate =
  | { readonly gate: 'gpi' | 'gpi2'; readonly target: number; readonly phase: number }
  | {
      readonly gate: 'ms';
      readonly targets: readonly [number, number];
      readonly phases: readonly [number, number];
      readonly angle: number;
    }
  | { readonly gate: 'zz'; readonly targets: readonly [number, number]; readonly angle: number };

/**
 * A bound circuit that was fitted to the gates of IonQ's devices, which the transpiler does in the basis `gpi`, `gpi2` and
 * `zz` or `ms`, as the list of these gates; equal up to phases that no measurement of all qubits sees. What was added on
 * single qubits since, such as a change of basis before a measurement, becomes such gates too. Measurements and barriers
 * leave no trace.
 * @returns undefined for a circuit that nobody has fitted, which has neither `gpi` nor `gpi2`, and for one with other
 * gates on several qubits or with angles that are no numbers
 */
export function ionqNativeGates({ operations }: Circuit): IonqNativeGate[] | undefined {
  if (!operations.some((operation) => operation.kind === 'gate' && operation.native !== undefined)) return undefined;
  const writer = new NativeWriter();
  return operations.every((operation) => writer.write(operation)) ? writer.gates : undefined;
}

/** What everything else on one qubit is expressed in; the CX is not native, and refused where it is left. */
const simple: ReadonlySet<GateName> = new Set(['x', 'h', 'p', 'ry', 'rz', 'rxx', 'rzz']);

const quarter = Math.PI / 2;

class NativeWriter {
  readonly gates: IonqNativeGate[] = [];
  /**
   * How far each qubit is to be turned about Z, in radians: no device does that, for the axes of what follows turn
   * instead, and what is measured does not depend on it.
   */
  readonly #frames = new Map<number, number>();

  /** Whether the operation could be written. */
  write(operation: Operation): boolean {
    switch (operation.kind) {
      case 'measure':
      case 'barrier':
        return true;
      case 'gate':
      case 'unitary':
        return this.#gate(operation);
      case 'reset':
      case 'conditional':
      case 'switch':
      case 'while':
      case 'assign':
        return false;
    }
  }

  #gate(operation: GateOperation | UnitaryOperation): boolean {
    const call = operation.kind === 'gate' ? nativeCall(operation) : undefined;
    if (call === undefined || call.name === 'r') {
      const supports = (gate: GateName, controls: number) =>
        controls === 0 ? simple.has(gate) : gate === 'x' && controls === 1;
      return expressIn(operation, { supports }).every((gate) => this.#simple(gate));
    }
    const [axis] = call.parameters;
    if (!isNumber(axis)) return false;
    this.#pulse(call.name, operation.targets[0] ?? 0, axis);
    return true;
  }

  #simple({ controls, gate, parameters: [angle], targets: [first = 0, second = 0] }: GateOperation): boolean {
    if (controls.length > 0) return false;
    switch (gate) {
      case 'gphase':
        return true;
      case 'x':
        this.#pulse('gpi', first, 0);
        return true;
      case 'h':
        this.#turn(first, Math.PI);
        this.#pulse('gpi2', first, quarter);
        return true;
      case 'rz':
      case 'p':
        if (!isNumber(angle)) return false;
        this.#turn(first, angle);
        return true;
      case 'ry':
        if (!isNumber(angle)) return false;
        this.#pulse('gpi2', first, 0);
        this.#turn(first, angle);
        this.#pulse('gpi2', first, Math.PI);
        return true;
      case 'rxx':
      case 'rzz':
        if (!isNumber(angle)) return false;
        this.#interaction(gate, angle, [first, second]);
        return true;
      default:
        return false;
    }
  }

  #turn(qubit: number, angle: number): void {
    this.#frames.set(qubit, (this.#frames.get(qubit) ?? 0) + angle);
  }

  /** A half or a quarter turn about an axis in the XY plane, given in radians. */
  #pulse(gate: 'gpi' | 'gpi2', target: number, axis: number): void {
    this.gates.push({ gate, target, phase: this.#phase(target, axis) });
  }

  #phase(qubit: number, axis: number): number {
    return inTurns(axis - (this.#frames.get(qubit) ?? 0));
  }

  /** Devices turn by at most a quarter, and forward: half turns of both qubits and opposite axes do the rest. */
  #interaction(gate: 'rxx' | 'rzz', angle: number, targets: readonly [number, number]): void {
    const { isBackward, isFlipped, turns } = folded(angle);
    const [first, second] = targets;
    if (gate === 'rzz') {
      if (isBackward) this.#pulse('gpi', first, 0);
      if (turns > 0) this.gates.push({ gate: 'zz', targets, angle: turns });
      if (isBackward) this.#pulse('gpi', first, 0);
      if (isFlipped) for (const target of targets) this.#turn(target, Math.PI);
      return;
    }
    const phases = [this.#phase(first, isBackward ? Math.PI : 0), this.#phase(second, 0)] as const;
    if (turns > 0) this.gates.push({ gate: 'ms', targets, phases, angle: turns });
    if (isFlipped) for (const target of targets) this.#pulse('gpi', target, 0);
  }
}

function isNumber(angle: unknown): angle is number {
  return typeof angle === 'number' && Number.isFinite(angle);
}

/** Turns in [0, 1). */
function inTurns(radians: number): number {
  const turns = (radians / (2 * Math.PI)) % 1;
  return turns < 0 ? (turns + 1) % 1 : turns;
}

/** exp(−iθ/2 P⊗P) as a turn of at most a quarter, forward or backward, with or without P on both qubits behind it. */
function folded(angle: number): { readonly turns: number; readonly isBackward: boolean; readonly isFlipped: boolean } {
  const whole = inTurns(angle);
  const near = whole > 0.5 ? whole - 1 : whole;
  // A quarter that was rounded up is a quarter.
  const isFlipped = Math.abs(near) > 0.25 + 1e-12;
  const rest = isFlipped ? near - Math.sign(near) * 0.5 : near;
  return { turns: Math.min(Math.abs(rest), 0.25), isBackward: rest < 0, isFlipped };
}
