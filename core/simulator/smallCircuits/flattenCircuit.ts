import type { Circuit, Control, GateOperation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { eulerAngles } from '#core/circuit/eulerAngles.ts';
import { type AffineAngle, AngleSlots, constantAngle, isConstant, scaleAngle } from './affineAngle.ts';
import type { FinalExchanges } from './finalExchanges.ts';
import type { FlatOperation } from './flatOperation.ts';
import { appendLink, type ChainLink, type GateFactor, gateFactors } from './gateFactors.ts';
import { bitCount, blockWidth } from './passes.ts';
import { exactTurn, TurnTable } from './turnTable.ts';

/** A circuit as a list of operations on a state that starts as the number 1. */
export interface FlatCircuit {
  readonly qubitCount: number;
  readonly slots: AngleSlots;
  readonly turns: TurnTable;
  readonly operations: readonly FlatOperation[];
  /** What would follow the operations, and is left to whoever reads. */
  readonly exchanges: FinalExchanges;
  /** How many bits the indices of the final state have. */
  readonly width: number;
  /** The bit of the final state for every qubit; undefined where the qubit is |0⟩ and has none. */
  readonly bits: readonly (number | undefined)[];
}

/**
 * Flattens gates. Neighbouring gates on one qubit become few passes: each is a product of phases on |1⟩ and rotations,
 * equal neighbours are added up as angles, and a phase waits through whatever commutes with it. A qubit joins the state
 * when it first leaves |0⟩, so what happens before costs nothing; exchanges of qubits are only written down.
 *
 * Phases of the whole state are left out.
 * @param onlyMagnitudes phases of amplitudes are not read
 * @throws RangeError for angles known only during the run
 */
export function flattenCircuit(
  { parameters, qubitCount }: Pick<Circuit, 'parameters' | 'qubitCount'>,
  operations: readonly (GateOperation | UnitaryOperation)[],
  onlyMagnitudes: boolean,
): FlatCircuit {
  const flattener = new Flattener(qubitCount, parameters.length);
  for (const operation of operations) flattener.add(operation);
  return flattener.finish(onlyMagnitudes);
}

/** An operation whose angles have no place yet. */
type OpenOperation = Omit<FlatOperation, 'before' | 'turn' | 'after'> & {
  readonly before?: AffineAngle;
  readonly turn?: AffineAngle;
  readonly after?: AffineAngle;
};

class Flattener {
  readonly #qubitCount: number;
  readonly #slots: AngleSlots;
  #operations: OpenOperation[] = [];
  /** What waits on every qubit. */
  readonly #chains: ChainLink[][];
  /** The bit of every qubit's place; undefined until it joins. */
  readonly #bits: (number | undefined)[];
  #width = 0;

  constructor(qubitCount: number, parameterCount: number) {
    this.#qubitCount = qubitCount;
    this.#slots = new AngleSlots(parameterCount);
    this.#chains = Array.from({ length: qubitCount }, () => []);
    this.#bits = Array.from({ length: qubitCount }, () => undefined);
  }

  add(operation: GateOperation | UnitaryOperation): void {
    for (const factor of gateFactors(operation, this.#slots)) this.#addFactor(factor);
  }

  /** @param onlyMagnitudes phases at the end are left out */
  finish(onlyMagnitudes: boolean): FlatCircuit {
    for (let qubit = 0; qubit < this.#qubitCount; qubit++) this.#flush(qubit, onlyMagnitudes);
    const exchanges = onlyMagnitudes ? this.#cutEnd() : [];
    const turns = new TurnTable();
    return {
      qubitCount: this.#qubitCount,
      slots: this.#slots,
      operations: this.#operations.map((operation) => placeAngles(operation, turns)),
      turns,
      exchanges,
      width: this.#width,
      bits: this.#bits,
    };
  }

  /**
   * Takes out what commutes with all that is left after it: phases, which do not matter, and exchanges of basis states,
   * which readers can do.
   */
  #cutEnd(): FinalExchanges {
    const exchanges: OpenOperation[] = [];
    const kept: OpenOperation[] = [];
    // Of what is left after the operation at hand: the bits that it changes, and those it only asks.
    let changed = 0;
    let asked = 0;
    for (const operation of this.#operations.toReversed()) {
      const { controlMask, kind, targets, width } = operation;
      const bits = targets.reduce((mask, bit) => mask | (1 << bit), 0);
      // Readers of wider states would be slower than the exchanges.
      const isExchange = (kind === 'flip' || kind === 'exchange') && this.#width <= blockWidth;
      const isPhase = kind === 'phase' || kind === 'oddPhase';
      if (isPhase && ((bits | controlMask) & changed) === 0) continue;
      if (isExchange && (bits & (changed | asked)) === 0 && (controlMask & changed) === 0) {
        exchanges.push(operation);
        continue;
      }
      // So does the phase after a rotation.
      const target = kind === 'grow' ? 1 << width : bits;
      kept.push(((target | controlMask) & changed) === 0 ? withoutAfter(operation) : operation);
      asked |= isPhase ? bits | controlMask : controlMask;
      changed |= isPhase ? 0 : kind === 'extend' ? 1 << width : target;
    }
    this.#operations = kept.reverse();
    return exchanges.reverse();
  }

  #addFactor(factor: GateFactor): void {
    const controls = this.#openControls(factor.controls);
    if (controls === undefined) return;
    switch (factor.kind) {
      case 'phase':
        this.#addPhase(controls, factor.angle);
        break;
      case 'rotation':
        if (controls.length === 0) {
          this.#append(factor.target, 'phase', factor.before);
          this.#append(factor.target, 'rotation', factor.angle);
          this.#append(factor.target, 'phase', factor.after);
        } else {
          this.#join(factor.target);
          this.#emitRotation(controls, factor.target, factor);
        }
        break;
      case 'flip':
        if (controls.length === 0) {
          // X = [[0, −1], [1, 0]] · diag(1, −1)
          this.#append(factor.target, 'phase', constantAngle(Math.PI));
          this.#append(factor.target, 'rotation', constantAngle(Math.PI / 2));
        } else {
          this.#join(factor.target);
          this.#emit({ kind: 'flip', controls, targets: [factor.target] });
        }
        break;
      case 'exchange':
        if (controls.length === 0) this.#swap(...factor.targets);
        else {
          for (const target of factor.targets) this.#join(target);
          this.#emit({ kind: 'exchange', controls, targets: factor.targets });
        }
        break;
      case 'oddPhase':
        this.#addOddPhase(controls, factor.targets, factor.angle);
        break;
      case 'rotateXX':
      case 'rotateYY':
        for (const target of factor.targets) this.#join(target);
        this.#emit({ kind: factor.kind, controls, targets: factor.targets, turn: factor.angle });
        break;
      case 'matrix':
        for (const target of factor.targets) this.#join(target);
        this.#emit({ kind: 'matrix', controls, targets: factor.targets, values: factor.values });
        break;
    }
  }

  /** A phase on a qubit between two equal flips of it by another is a phase where the two differ. */
  #foldParity(): void {
    const [first, phase, last] = this.#operations.slice(-3);
    if (first?.kind !== 'flip' || phase?.kind !== 'phase' || last?.kind !== 'flip') return;
    const [bit = 0] = last.targets;
    const target = 1 << bit;
    const { controlMask, width } = last;
    const isOneControl = bitCount(controlMask) === 1 && last.controlValue === controlMask;
    const isSameFlip = first.controlMask === controlMask && first.targets[0] === bit && first.width === width;
    if (!isOneControl || !isSameFlip || first.controlValue !== controlMask) return;
    if (phase.controlMask !== target || phase.controlValue !== target || phase.turn === undefined) return;
    const targets = [31 - Math.clz32(controlMask), bit];
    const parity = { kind: 'oddPhase', targets, controlMask: 0, controlValue: 0, width, turn: phase.turn } as const;
    this.#operations.splice(-3, 3, parity);
  }

  /** The controls that are not known to hold, or undefined when one of them is known not to. */
  #openControls(controls: readonly Control[]): readonly Control[] | undefined {
    const open = controls.filter(({ qubit }) => !this.#isZero(qubit));
    const fails = controls.some(({ qubit, value }) => value === 1 && this.#isZero(qubit));
    return fails ? undefined : open;
  }

  /** Whether a qubit is still |0⟩. */
  #isZero(qubit: number): boolean {
    return this.#bits[qubit] === undefined && this.#chainOf(qubit).every(({ kind }) => kind === 'phase');
  }

  #addPhase(controls: readonly Control[], angle: AffineAngle): void {
    const [only] = controls;
    if (only === undefined) return;
    if (controls.length > 1) this.#emit({ kind: 'phase', controls, targets: [], turn: angle });
    // On |0⟩ it is the opposite phase on |1⟩, and one of the whole state.
    else this.#append(only.qubit, 'phase', only.value === 1 ? angle : scaleAngle(angle, -1));
  }

  /** Where one of the two qubits is |0⟩, it is a phase on the other. */
  #addOddPhase(controls: readonly Control[], targets: readonly [number, number], angle: AffineAngle): void {
    const unknown = targets.filter((target) => !this.#isZero(target));
    const [only] = unknown;
    if (only === undefined) return;
    if (unknown.length === 1) this.#addPhase([...controls, { qubit: only, value: 1 }], angle);
    else {
      for (const target of targets) this.#flush(target, true);
      this.#emit({ kind: 'oddPhase', controls, targets, turn: angle });
    }
  }

  #swap(first: number, second: number): void {
    const chain = this.#chainOf(first);
    this.#chains[first] = this.#chainOf(second);
    this.#chains[second] = chain;
    const bit = this.#bits[first];
    this.#bits[first] = this.#bits[second];
    this.#bits[second] = bit;
  }

  #chainOf(qubit: number): ChainLink[] {
    return this.#chains[qubit] as ChainLink[];
  }

  #append(qubit: number, kind: ChainLink['kind'], angle: AffineAngle): void {
    const chain = this.#chainOf(qubit);
    appendLink(chain, { kind, angle });
    this.#foldConstants(chain);
  }

  /** A constant phase between constant rotations: the three are a matrix, which is one rotation between phases. */
  #foldConstants(chain: ChainLink[]): void {
    const [first, phase, second] = chain.slice(-3);
    if (first?.kind !== 'rotation' || phase === undefined || second === undefined) return;
    if (![first, phase, second].every(({ angle }) => isConstant(angle))) return;
    chain.splice(-3);
    const angles = eulerAngles(productOf(first.angle.offset, phase.angle.offset, second.angle.offset));
    appendLink(chain, { kind: 'phase', angle: constantAngle(angles.lambda) });
    appendLink(chain, { kind: 'rotation', angle: constantAngle(angles.theta / 2) });
    appendLink(chain, { kind: 'phase', angle: constantAngle(angles.phi) });
  }

  /** Makes a qubit part of the state, with nothing waiting. */
  #join(qubit: number): void {
    this.#flush(qubit, false);
    if (this.#bits[qubit] !== undefined) return;
    this.#emit({ kind: 'extend', controls: [], targets: [] });
    this.#bits[qubit] = this.#width++;
  }

  /** Emits what waits on a qubit, all but the last phase if that may go on waiting. */
  #flush(qubit: number, keepsPhase: boolean): void {
    const chain = this.#chainOf(qubit);
    const kept = keepsPhase && chain.at(-1)?.kind === 'phase' ? [chain.pop() as ChainLink] : [];
    this.#chains[qubit] = kept;
    const angles = chain.map(({ angle }) => angle);
    let next = 0;
    while (next < chain.length) {
      const before = chain[next]?.kind === 'phase' ? angles[next++] : undefined;
      const angle = angles[next++];
      const after = angles[next++];
      if (angle === undefined) {
        // On |0⟩ the phase does nothing.
        if (before && this.#bits[qubit] !== undefined) this.#emitPhase(qubit, before);
      } else if (this.#bits[qubit] === undefined) {
        this.#emit({ kind: 'grow', controls: [], targets: [], turn: angle, after: after ?? zero });
        this.#bits[qubit] = this.#width++;
      } else this.#emitRotation([], qubit, { before: before ?? zero, angle, after: after ?? zero });
    }
  }

  #emitPhase(qubit: number, angle: AffineAngle): void {
    this.#emit({ kind: 'phase', controls: [{ qubit, value: 1 }], targets: [], turn: angle });
  }

  #emitRotation(
    controls: readonly Control[],
    target: number,
    {
      after,
      angle,
      before,
    }: { readonly before: AffineAngle; readonly angle: AffineAngle; readonly after: AffineAngle },
  ): void {
    const isFlip = isExactly(before, -1, 0) && isExactly(angle, 0, 1) && isExactly(after, 1, 0);
    if (isFlip) {
      this.#emit({ kind: 'flip', controls, targets: [target] });
      return;
    }
    const hasBefore = !isExactly(before, 1, 0);
    const hasAfter = !isExactly(after, 1, 0);
    this.#emit({
      kind: hasBefore ? (hasAfter ? 'rotateBoth' : 'rotateBefore') : hasAfter ? 'rotateAfter' : 'rotate',
      controls,
      targets: [target],
      turn: angle,
      ...(hasBefore && { before }),
      ...(hasAfter && { after }),
    });
  }

  #emit(
    operation: Omit<OpenOperation, 'width' | 'controlMask' | 'controlValue'> & {
      readonly controls: readonly Control[];
    },
  ): void {
    const { controls, targets, ...rest } = operation;
    let controlMask = 0;
    let controlValue = 0;
    for (const { qubit, value } of controls) {
      this.#flush(qubit, true);
      const bit = 1 << this.#bitOf(qubit);
      controlMask |= bit;
      if (value === 1) controlValue |= bit;
    }
    const bits = targets.map((target) => this.#bitOf(target));
    this.#operations.push({ ...rest, targets: bits, controlMask, controlValue, width: this.#width });
    if (rest.kind === 'flip') this.#foldParity();
  }

  #bitOf(qubit: number): number {
    const bit = this.#bits[qubit];
    if (bit === undefined) throw new Error(`Qubit ${qubit} is used before it joins the state.`);
    return bit;
  }
}

const zero = constantAngle(0);

function placeAngles({ after, before, turn, ...rest }: OpenOperation, turns: TurnTable): FlatOperation {
  return {
    ...rest,
    ...(before && { before: turns.turn(before) }),
    ...(turn && { turn: turns.turn(turn) }),
    ...(after && { after: turns.turn(after) }),
  };
}

function withoutAfter(operation: OpenOperation): OpenOperation {
  const { after, kind, ...rest } = operation;
  switch (kind) {
    case 'grow':
      return { ...rest, kind, after: zero };
    case 'rotateAfter':
      return { ...rest, kind: 'rotate' };
    case 'rotateBoth':
      return { ...rest, kind: 'rotateBefore' };
    default:
      return operation;
  }
}

function isExactly(angle: AffineAngle, cosine: number, sine: number): boolean {
  if (!isConstant(angle)) return false;
  const turn = exactTurn(angle.offset);
  return turn[0] === cosine && turn[1] === sine;
}

/** Rotation, phase on |1⟩, rotation: the matrix, re and im interleaved. */
function productOf(first: number, phase: number, second: number): number[] {
  const [c1, s1] = exactTurn(first);
  const [c, s] = exactTurn(phase);
  const [c2, s2] = exactTurn(second);
  return [
    c2 * c1 - s2 * s1 * c,
    -s2 * s1 * s,
    -c2 * s1 - s2 * c1 * c,
    -s2 * c1 * s,
    s2 * c1 + c2 * s1 * c,
    c2 * s1 * s,
    -s2 * s1 + c2 * c1 * c,
    c2 * c1 * s,
  ];
}
