import type { GateOperation } from '#core/circuit/circuit.ts';
import { gateAngles } from '#core/circuit/gateAngles.ts';
import { gateMatrix } from '#core/circuit/gateTable.ts';
import { type DenseMatrix, identityMatrix, toDense } from '#core/circuit/matrices/denseMatrix.ts';
import { multiplyPlaced, operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { RunTimeFault } from '#core/circuit/runTimeFault.ts';
import type { ChannelOperation, NoisyGate } from '../../program/circuitNoise.ts';
import type { Computation, PreparedGates, UnitaryGate } from '../../program/quantumState.ts';
import { conjugationBy, superoperator } from '../channel.ts';
import { type SparseSweep, sparseSweep } from './sparseSweep.ts';
import { type SweepTable, sweepTable } from './sweepTable.ts';

/** Gates on more qubits than this act on the rows and on the columns of the density matrix, one after the other. */
const widestSuperoperator = 2;

/**
 * Gates and channels as linear maps of the density matrix of n qubits, which is a vector whose index has the bits of the
 * row below the n bits of the column. What follows each other on the same one or two qubits is one map.
 */
export class SuperoperatorGates implements PreparedGates {
  readonly isParametric: boolean;
  readonly #parts: readonly Part[];
  readonly #qubitCount: number;

  constructor(operations: readonly NoisyGate[], qubitCount: number) {
    this.#qubitCount = qubitCount;
    this.#parts = partsOf(operations).map(({ factors, qubits }) => new Part(factors, qubits));
    this.isParametric = this.#parts.some(({ isParametric }) => isParametric);
    for (const part of this.#parts) if (!part.isParametric) part.prepare([], undefined, qubitCount);
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const part of this.#parts) if (part.isParametric) part.prepare(values, compute, this.#qubitCount);
  }

  /** One after the other; as they are bound. */
  get maps(): readonly DensityMap[] {
    return this.#parts.flatMap(({ maps }) => maps);
  }
}

/** What is done to the vector. */
export type DensityMap = LinearMap | MixingMap;

/** A linear map of the vector, as the kernels read it. */
export interface LinearMap {
  readonly kind: 'linear';
  readonly table: SweepTable;
}

/** Depolarising noise on many qubits, as a matrix too large to write out. */
export interface MixingMap {
  readonly kind: 'mixing';
  readonly qubits: readonly number[];
  readonly probability: number;
}

/** What is multiplied into one map, on the qubits of the widest. */
interface PlannedPart {
  readonly factors: NoisyGate[];
  readonly qubits: readonly number[];
}

function partsOf(operations: readonly NoisyGate[]): PlannedPart[] {
  const parts: PlannedPart[] = [];
  /** The part that acted last on each qubit. */
  const latest = new Map<number, PlannedPart>();
  for (const operation of operations) {
    const qubits = operation.kind === 'channel' ? operation.qubits : operationQubits(operation);
    // A phase of the whole state is none of a density matrix.
    if (qubits.length === 0) continue;
    const [first] = qubits;
    const before = first === undefined ? undefined : latest.get(first);
    if (before && qubits.every((qubit) => latest.get(qubit) === before) && isWorthIt(before, operation, qubits)) {
      before.factors.push(operation);
      continue;
    }
    const part = { factors: [operation], qubits };
    parts.push(part);
    for (const qubit of qubits) latest.set(qubit, part);
  }
  return parts;
}

/** Channels have few entries; a gate on one of two qubits would fill the map that it is multiplied into. */
function isWorthIt({ qubits }: PlannedPart, operation: NoisyGate, own: readonly number[]): boolean {
  return qubits.length <= widestSuperoperator && (operation.kind === 'channel' || own.length === qubits.length);
}

class Part {
  readonly isParametric: boolean;
  maps: readonly DensityMap[] = [];
  readonly #factors: readonly NoisyGate[];
  readonly #qubits: readonly number[];

  constructor(factors: readonly NoisyGate[], qubits: readonly number[]) {
    this.#factors = factors;
    this.#qubits = qubits;
    this.isParametric = factors.some(
      (factor) => factor.kind === 'gate' && factor.parameters.some((angle) => typeof angle !== 'number'),
    );
  }

  prepare(values: ArrayLike<number>, compute: Computation | undefined, qubitCount: number): void {
    const factors = this.#factors.map((factor) => bound(factor, values, compute));
    const [first] = factors;
    if (first?.kind === 'channel' && first.channel.kind === 'depolarising') {
      this.maps = [{ kind: 'mixing', qubits: first.qubits, probability: first.channel.probability }];
      return;
    }
    const sweeps =
      this.#qubits.length > widestSuperoperator && first && first.kind !== 'channel'
        ? wideGateSweeps(first, qubitCount)
        : [this.#product(factors, qubitCount)];
    this.maps = sweeps
      .filter(({ rows }) => rows.length > 0)
      .map((sweep) => ({ kind: 'linear', table: sweepTable(sweep) }));
  }

  #product(factors: readonly NoisyGate[], qubitCount: number): SparseSweep {
    const qubits = this.#qubits;
    const product = identityMatrix(4 ** qubits.length);
    for (const factor of factors) {
      const own = factor.kind === 'channel' ? factor.qubits : operationQubits(factor);
      const places = own.map((qubit) => qubits.indexOf(qubit));
      const positions = [...places, ...places.map((place) => place + qubits.length)];
      multiplyPlaced(product, mapOf(factor, own), positions);
    }
    return sparseSweep(product, [...qubits, ...qubits.map((qubit) => qubit + qubitCount)]);
  }
}

function mapOf(factor: ChannelOperation | UnitaryGate, qubits: readonly number[]): DenseMatrix {
  if (factor.kind === 'channel') return superoperator(factor.channel);
  const matrix = operationsMatrix([factor], qubits);
  // Its angles are numbers by now.
  if (matrix === undefined) throw new RunTimeFault('A gate has no matrix.');
  return conjugationBy(matrix);
}

/** U on the rows, and its complex conjugate on the columns; controls are not written out. */
function wideGateSweeps(gate: UnitaryGate, qubitCount: number): SparseSweep[] {
  const { controls, targets } = gate;
  const matrix = toDense(gate.kind === 'unitary' ? gate.matrix : gateMatrix(gate.gate, gate.parameters.map(Number)));
  const conjugate = { ...matrix, im: matrix.im.map((value) => -value) };
  const sweep = (entries: DenseMatrix, shift: number) =>
    sparseSweep(
      entries,
      targets.map((qubit) => qubit + shift),
      controls.map(({ qubit, value }) => ({ bit: qubit + shift, value })),
    );
  return [sweep(matrix, 0), sweep(conjugate, qubitCount)];
}

function bound(factor: NoisyGate, values: ArrayLike<number>, compute: Computation | undefined): NoisyGate {
  if (factor.kind !== 'gate') return factor;
  return { ...factor, parameters: gateAngles(factor, values, compute) } satisfies GateOperation;
}
