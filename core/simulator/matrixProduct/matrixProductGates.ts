import type { Control } from '#core/circuit/circuit.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';
import type { Computation, GateOptions, PreparedGates, UnitaryGate } from '../program/quantumState.ts';
import { bindNode, type GateNode, isParametric, type LocalNode, matrixOf } from './gateNodes.ts';

/**
 * Gates in the form in which a matrix product state takes them: merged wherever that saves a truncation, with the order
 * between those that share a qubit. Exchanges of qubits only change which wire a qubit is on.
 */
export class MatrixProductGates implements PreparedGates {
  readonly nodes: readonly GateNode[];
  /** Which nodes have to wait for each. */
  readonly successors: readonly (readonly number[])[];
  /** For how many nodes each has to wait. */
  readonly predecessorCounts: Int32Array;
  /** The pairs that each wire takes part in, in order. */
  readonly partners: readonly (readonly { readonly node: number; readonly wire: number }[])[];
  /** The wire that carries each qubit at the end. */
  readonly wireOf: readonly number[];
  readonly isParametric: boolean;
  readonly #parametric: readonly GateNode[];
  readonly #phases: readonly UnitaryGate[];
  #phase: readonly [re: number, im: number] = [1, 0];

  constructor(qubitCount: number, operations: readonly UnitaryGate[], options: GateOptions = {}) {
    const merger = new GateMerger(qubitCount);
    for (const operation of operations) merger.add(operation);
    this.nodes = merger.nodes();
    this.wireOf = merger.wireOf;
    this.#phases = options.ignoreGlobalPhase ? [] : merger.phases;
    this.#parametric = this.nodes.filter((node) => gatesOf(node).some(isParametric));
    this.isParametric = this.#parametric.length > 0 || this.#phases.some(isParametric);
    const parametric = new Set(this.#parametric);
    for (const node of this.nodes) if (!parametric.has(node)) bindNode(node, []);
    if (!this.#phases.some(isParametric)) this.#bindPhase([]);

    const successors: number[][] = this.nodes.map(() => []);
    const partners: { node: number; wire: number }[][] = Array.from({ length: qubitCount }, () => []);
    this.predecessorCounts = new Int32Array(this.nodes.length);
    const last = new Map<number, number>();
    for (const [index, { kind, wires }] of this.nodes.entries()) {
      const before = new Set(wires.flatMap((wire) => last.get(wire) ?? []));
      for (const predecessor of before) successors[predecessor]?.push(index);
      this.predecessorCounts[index] = before.size;
      for (const wire of wires) last.set(wire, index);
      const [a, b] = wires;
      if (kind === 'local' && a !== undefined && b !== undefined) {
        partners[a]?.push({ node: index, wire: b });
        partners[b]?.push({ node: index, wire: a });
      }
    }
    this.successors = successors;
    this.partners = partners;
  }

  /** The product of the phases of no qubit in particular. */
  get phase(): readonly [re: number, im: number] {
    return this.#phase;
  }

  bind(values: ArrayLike<number>, compute?: Computation): void {
    for (const node of this.#parametric) bindNode(node, values, compute);
    if (this.#phases.length > 0) this.#bindPhase(values, compute);
  }

  #bindPhase(values: ArrayLike<number>, compute?: Computation): void {
    let [re, im] = [1, 0];
    for (const gate of this.#phases) {
      const [x = 1, y = 0] = Array.from(matrixOf(gate, values, compute));
      [re, im] = [re * x - im * y, re * y + im * x];
    }
    this.#phase = [re, im];
  }
}

function gatesOf(node: GateNode): readonly UnitaryGate[] {
  return node.kind === 'local' ? node.gates : [node.gate];
}

/** Puts gates on wires and together into nodes. */
class GateMerger {
  readonly phases: UnitaryGate[] = [];
  readonly wireOf: number[];
  readonly #nodes: (GateNode | undefined)[] = [];
  /** The last node on each wire. */
  readonly #last = new Map<number, number>();

  constructor(qubitCount: number) {
    this.wireOf = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  }

  nodes(): GateNode[] {
    return this.#nodes.filter((node) => node !== undefined);
  }

  add(operation: UnitaryGate): void {
    const { controls, targets } = operation;
    if (operation.kind === 'gate') {
      if (operation.gate === 'id') return;
      if (operation.gate === 'swap' && controls.length === 0) {
        this.#exchange(targets);
        return;
      }
    }
    const gate: UnitaryGate = {
      ...operation,
      controls: controls.map(({ qubit, value }): Control => ({ qubit: this.wireOf[qubit] as number, value })),
      targets: targets.map((target) => this.wireOf[target] as number),
    };
    const wires = operationQubits(gate);
    if (wires.length === 0) this.phases.push(gate);
    else if (wires.length <= 2) this.#addLocal(gate, wires);
    else if (targets.length <= 2) this.#push({ kind: 'controlled', wires, gate, products: [] });
    else {
      // Larger matrices are written as gates on two qubits, with the controls added to each.
      const set = { supports: () => true, openControls: true };
      for (const part of expressIn(operation, set)) this.add(part);
    }
  }

  #exchange([a = 0, b = 0]: readonly number[]): void {
    const wire = this.wireOf[a] as number;
    this.wireOf[a] = this.wireOf[b] as number;
    this.wireOf[b] = wire;
  }

  #addLocal(gate: UnitaryGate, wires: readonly number[]): void {
    const places = new Set(wires.map((wire) => this.#last.get(wire)));
    const [place] = places;
    const node = places.size === 1 && place !== undefined ? this.#nodes[place] : undefined;
    if (node?.kind === 'local' && wires.every((wire) => node.wires.includes(wire))) {
      node.gates.push(gate);
      return;
    }
    // One-qubit gates that wait for nothing else are taken in.
    const gates: UnitaryGate[] = [];
    for (const wire of wires) {
      const before = this.#last.get(wire);
      const single = before === undefined ? undefined : this.#nodes[before];
      if (before === undefined || single?.kind !== 'local' || single.wires.length > 1) continue;
      gates.push(...single.gates);
      this.#nodes[before] = undefined;
    }
    gates.push(gate);
    const matrix = new Float64Array(2 * 4 ** wires.length);
    this.#push({ kind: 'local', wires, gates, matrix } satisfies LocalNode);
  }

  #push(node: GateNode): void {
    for (const wire of node.wires) this.#last.set(wire, this.#nodes.length);
    this.#nodes.push(node);
  }
}
