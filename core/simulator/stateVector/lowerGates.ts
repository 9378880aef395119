import type { Control, GateOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import type { GateOptions, UnitaryGate } from '../program/quantumState.ts';
import type { Item, LoweredGates, PhaseFactor } from './loweredGates.ts';
import type { MatrixSource } from './oneQubitMatrix.ts';

/**
 * Lowers gates to rotations and phases. Swaps rename wires. A controlled gate is its eigenbasis around controlled phases;
 * a controlled X is that too where the Hadamards merge into gates beside it, else it exchanges amplitudes. Only matrices
 * of several qubits, and those that are not unitary, are multiplied out.
 *
 * @param wires the wire of each qubit before the gates
 */
export function lowerGates(
  operations: readonly UnitaryGate[],
  wires: readonly number[],
  options: GateOptions,
): LoweredGates {
  const lowering = new Lowering(operations, wires, options.ignoreGlobalPhase === true);
  operations.forEach((operation, index) => {
    lowering.add(operation, index);
  });
  return lowering.finish();
}

const hadamard: MatrixSource = { kind: 'gate', gate: 'h', operation: -1 };
const phaseS: MatrixSource = { kind: 'gate', gate: 's', operation: -1 };
const adjointS: MatrixSource = { kind: 'gate', gate: 'sdg', operation: -1 };

/** Diagonal gates whose first entry is 1. */
const plainPhases: ReadonlySet<string> = new Set(['z', 's', 'sdg', 't', 'tdg', 'p']);

class Lowering {
  readonly #operations: readonly UnitaryGate[];
  readonly #wires: number[];
  readonly #ignoreGlobalPhase: boolean;
  readonly #items: Item[] = [];
  /** One-qubit gates that wait to be merged, by wire. */
  readonly #waiting = new Map<number, MatrixSource[]>();
  /** Wires that have phases to settle. */
  #unsettled = 0;
  #hasScalar = false;

  constructor(operations: readonly UnitaryGate[], wires: readonly number[], ignoreGlobalPhase: boolean) {
    this.#operations = operations;
    this.#wires = [...wires];
    this.#ignoreGlobalPhase = ignoreGlobalPhase;
  }

  add(operation: UnitaryGate, index: number): void {
    const controls = operation.controls.map(({ qubit, value }) => ({ qubit: this.#wire(qubit), value }));
    const targets = operation.targets.map((qubit) => this.#wire(qubit));
    const [target, second] = targets;
    if (operation.kind === 'unitary') {
      const source: MatrixSource = { kind: 'fixed', values: Float64Array.from(operation.matrix.values) };
      if (target !== undefined && targets.length === 1 && isUnitary(source.values)) {
        this.#addOneQubit(source, false, controls, target);
      } else this.#addDense(source, controls, targets);
      return;
    }
    const source: MatrixSource = { kind: 'gate', gate: operation.gate, operation: index };
    if (target === undefined) {
      if (controls.length > 0 || !this.#ignoreGlobalPhase) this.#addPhase(controls, [], [factor(source, 0)]);
    } else if (second === undefined) {
      if (operation.gate === 'id') return;
      if (operation.gate === 'x' && controls.length > 0) this.#addControlledX(controls, target, index);
      else this.#addOneQubit(source, gateTable[operation.gate].diagonal, controls, target);
    } else this.#addTwoQubit(operation, source, controls, [target, second], index);
  }

  finish(): LoweredGates {
    for (const wire of [...this.#waiting.keys()]) this.#flush(wire);
    for (let wire = 0; this.#unsettled >> wire !== 0; wire++) this.#settle(wire);
    if (this.#hasScalar) this.#items.push({ kind: 'scalar' });
    return { items: this.#items, wires: this.#wires };
  }

  #wire(qubit: number): number {
    return this.#wires[qubit] as number;
  }

  #addOneQubit(source: MatrixSource, isDiagonal: boolean, controls: readonly Control[], target: number): void {
    if (controls.length === 0) {
      this.#wait(target, source);
    } else if (isDiagonal) {
      const isPlain = source.kind === 'gate' && plainPhases.has(source.gate);
      if (!isPlain) this.#addPhase(controls, [], [factor(source, 0)]);
      this.#addPhase(controls, [target], isPlain ? [factor(source, 1)] : [factor(source, 1), factor(source, 0, -1)]);
    } else {
      const values: MatrixSource = { kind: 'eigenvalues', of: source };
      this.#wait(target, { kind: 'eigenvectors', of: source, isAdjoint: true });
      this.#addPhase(controls, [], [factor(values, 0)]);
      this.#addPhase(controls, [target], [factor(values, 1), factor(values, 0, -1)]);
      this.#wait(target, { kind: 'eigenvectors', of: source, isAdjoint: false });
    }
  }

  #addControlledX(controls: readonly Control[], target: number, index: number): void {
    if (this.#mergesAt(target, index)) {
      this.#wait(target, hadamard);
      this.#addPhase(controls, [target], [minusOne]);
      this.#wait(target, hadamard);
    } else this.#addFlip(controls, target);
  }

  #addFlip(controls: readonly Control[], target: number): void {
    for (const { qubit } of controls) this.#flush(qubit);
    this.#flush(target);
    this.#settle(target);
    this.#items.push({ kind: 'flip', target, ...masksOf(controls, []) });
  }

  /** Whether a Hadamard before or after the controlled X would merge into another gate. */
  #mergesAt(target: number, index: number): boolean {
    if (this.#waiting.get(target)?.some((source) => !isMonomial(source))) return true;
    for (let later = index + 1; later < this.#operations.length; later++) {
      const operation = this.#operations[later];
      if (operation?.kind !== 'gate') {
        if (operation?.targets.some((qubit) => this.#wire(qubit) === target)) return operation.targets.length === 1;
        continue;
      }
      if (operation.targets.some((qubit) => this.#wire(qubit) === target)) {
        if (operation.targets.length > 1) return operation.gate === 'rxx' || operation.gate === 'ryy';
        if (operation.controls.length > 0) return !gateTable[operation.gate].diagonal;
        const source: MatrixSource = { kind: 'gate', gate: operation.gate, operation: later };
        if (!isMonomial(source)) return true;
        if (!gateTable[operation.gate].diagonal) return false;
      } else if (operation.controls.some(({ qubit }) => this.#wire(qubit) === target)) return false;
    }
    return false;
  }

  #addTwoQubit(
    { gate }: GateOperation,
    source: MatrixSource,
    controls: readonly Control[],
    targets: readonly [number, number],
    index: number,
  ): void {
    const [a, b] = targets;
    switch (gate) {
      case 'swap':
        this.#addSwap(controls, a, b);
        break;
      case 'iswap':
        this.#addPhase(controls, [a], [imaginaryUnit]);
        this.#addPhase(controls, [b], [imaginaryUnit]);
        this.#addPhase(controls, [a, b], [minusOne]);
        this.#addSwap(controls, a, b);
        break;
      case 'rzz':
        this.#addParityPhase(source, controls, a, b);
        break;
      case 'rxx':
      case 'ryy': {
        for (const wire of targets) {
          if (gate === 'ryy') this.#wait(wire, adjointS);
          this.#wait(wire, hadamard);
        }
        // exp(−iθ/2 Z⊗Z) has the same angle.
        this.#addParityPhase(source.kind === 'gate' ? { ...source, gate: 'rzz' } : source, controls, a, b);
        for (const wire of targets) {
          this.#wait(wire, hadamard);
          if (gate === 'ryy') this.#wait(wire, phaseS);
        }
        break;
      }
      default:
        throw new RangeError(`Gate ${gate} (operation ${index}) does not act on two qubits.`);
    }
  }

  #addSwap(controls: readonly Control[], a: number, b: number): void {
    if (controls.length === 0) {
      const first = this.#wires.indexOf(a);
      const second = this.#wires.indexOf(b);
      this.#wires[first] = b;
      this.#wires[second] = a;
      return;
    }
    this.#addFlip([{ qubit: b, value: 1 }], a);
    this.#addFlip([...controls, { qubit: a, value: 1 }], b);
    this.#addFlip([{ qubit: b, value: 1 }], a);
  }

  /** diag(d, e, e, d) = d · (e/d where a is 1) · (e/d where b is 1) · ((d/e)² where both are). */
  #addParityPhase(source: MatrixSource, controls: readonly Control[], a: number, b: number): void {
    const [d, e] = [factor(source, 0), factor(source, 1)];
    const [dInverse, eInverse] = [factor(source, 0, -1), factor(source, 1, -1)];
    this.#addPhase(controls, [], [d]);
    this.#addPhase(controls, [a], [e, dInverse]);
    this.#addPhase(controls, [b], [e, dInverse]);
    this.#addPhase(controls, [a, b], [d, d, eInverse, eInverse]);
  }

  /** A factor where controls hold and `ones` are 1. */
  #addPhase(controls: readonly Control[], ones: readonly number[], factors: readonly PhaseFactor[]): void {
    const masks = masksOf(controls, ones);
    for (const wire of wiresOf(masks.mask)) if (this.#hasRotation(wire)) this.#flush(wire);
    this.#items.push({ kind: 'phase', ...masks, factors });
    if (masks.mask === 0) this.#hasScalar = true;
    else if ((masks.mask & (masks.mask - 1)) === 0) this.#addUnsettled(31 - Math.clz32(masks.mask));
  }

  #addDense(source: MatrixSource, controls: readonly Control[], targets: readonly number[]): void {
    for (const { qubit } of controls) this.#flush(qubit);
    for (const wire of targets) {
      this.#flush(wire);
      this.#settle(wire);
    }
    this.#items.push({ kind: 'dense', targets, source, ...masksOf(controls, []) });
  }

  #wait(wire: number, source: MatrixSource): void {
    const waiting = this.#waiting.get(wire) ?? [];
    // Two Hadamards are nothing.
    if (source === hadamard && waiting.at(-1) === hadamard) waiting.pop();
    else waiting.push(source);
    this.#waiting.set(wire, waiting);
  }

  #hasRotation(wire: number): boolean {
    return this.#waiting.get(wire)?.some((source) => !isDiagonal(source)) === true;
  }

  #flush(wire: number): void {
    const sources = this.#waiting.get(wire);
    if (sources === undefined) return;
    this.#waiting.delete(wire);
    if (sources.length === 0) return;
    this.#items.push({ kind: sources.every(isMonomial) ? 'monomial' : 'rotation', wire, sources });
    this.#addUnsettled(wire);
  }

  #addUnsettled(wire: number): void {
    this.#unsettled |= 1 << wire;
    this.#hasScalar = true;
  }

  #settle(wire: number): void {
    if ((this.#unsettled & (1 << wire)) === 0) return;
    this.#unsettled &= ~(1 << wire);
    this.#items.push({ kind: 'settle', wire });
  }
}

const imaginaryUnit: PhaseFactor = { source: phaseS, place: 1, power: 1 };
const minusOne: PhaseFactor = { source: { kind: 'gate', gate: 'z', operation: -1 }, place: 1, power: 1 };

function factor(source: MatrixSource, place: number, power: 1 | -1 = 1): PhaseFactor {
  return { source, place, power };
}

function masksOf(controls: readonly Control[], ones: readonly number[]): { mask: number; value: number } {
  let mask = 0;
  let value = 0;
  for (const { qubit, value: wanted } of controls) {
    mask |= 1 << qubit;
    if (wanted === 1) value |= 1 << qubit;
  }
  for (const wire of ones) {
    mask |= 1 << wire;
    value |= 1 << wire;
  }
  return { mask, value };
}

function wiresOf(mask: number): number[] {
  return Array.from({ length: 32 - Math.clz32(mask) }, (_, wire) => wire).filter((wire) => mask & (1 << wire));
}

/** Whether a source is diagonal for all parameters. */
function isDiagonal(source: MatrixSource): boolean {
  if (source.kind === 'fixed') return [2, 3, 4, 5].every((place) => source.values[place] === 0);
  return source.kind === 'gate' && gateTable[source.gate].diagonal;
}

/** Whether a source is diagonal or has zeros in its diagonal, for all parameters. */
function isMonomial(source: MatrixSource): boolean {
  if (isDiagonal(source)) return true;
  if (source.kind === 'fixed') return [0, 1, 6, 7].every((place) => source.values[place] === 0);
  return source.kind === 'gate' && (source.gate === 'x' || source.gate === 'y');
}

function isUnitary(values: Float64Array): boolean {
  const at = (place: number) => values[place] as number;
  const first = at(0) ** 2 + at(1) ** 2 + at(4) ** 2 + at(5) ** 2;
  const second = at(2) ** 2 + at(3) ** 2 + at(6) ** 2 + at(7) ** 2;
  const re = at(0) * at(2) + at(1) * at(3) + at(4) * at(6) + at(5) * at(7);
  const im = at(0) * at(3) - at(1) * at(2) + at(4) * at(7) - at(5) * at(6);
  return Math.abs(first - 1) + Math.abs(second - 1) + Math.abs(re) + Math.abs(im) < 1e-9;
}
