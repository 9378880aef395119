import type { Operation } from '#core/circuit/circuit.ts';
import { normalConditional } from '#core/circuit/lower/normalConditional.ts';
import { blocksOf, type SeenBlock, type SeenElement, type SeenProgram, wiresOf } from './wireOrders.ts';

/** What is drawn, or would be. */
type OrderedItem = Omit<SeenElement, 'element'> & Partial<Pick<SeenElement, 'element'>>;

/**
 * A circuit as the orders of what is on each wire, in each block: what two circuits have in common that differ only in
 * the order of what does not touch.
 */
export class OrderedCircuit {
  readonly #program: SeenProgram;
  /** Of each block by wire. What has frames counts on all wires that they cover, used or not. */
  readonly #orders = new Map<SeenBlock, OrderedItem[][]>();

  /** What has been put in, which is in no column yet. */
  readonly #added = new Set<OrderedItem>();

  constructor(program: SeenProgram) {
    this.#program = program;
    const { circuit } = program;
    const wires = circuit.qubitCount + circuit.bitRegisters.length;
    for (const block of blocksOf(program.program)) {
      const orders = Array.from({ length: wires }, (_, wire) => block.seen.filter((each) => covers(each, wire)));
      this.#orders.set(block, orders);
    }
  }

  remove(item: SeenElement): void {
    for (const [block, orders] of this.#orders) {
      this.#orders.set(
        block,
        orders.map((order) => order.filter((each) => each !== item)),
      );
    }
  }

  replace(item: SeenElement, operations: readonly Operation[]): void {
    const other = { ...item, operations };
    for (const [block, orders] of this.#orders) {
      this.#orders.set(
        block,
        orders.map((order) => order.map((each) => (each === item ? other : each))),
      );
    }
  }

  /** Puts operations into a block before a column; an item of the drawing keeps its bodies. */
  insert(block: SeenBlock, before: number, operations: readonly Operation[], item?: SeenElement): void {
    const { circuit } = this.#program;
    const wires = new Set(operations.flatMap((each) => wiresOf(each, circuit)));
    const added = { ...(item ?? { bodies: [], isLoop: false, end: 0 }), operations, wires };
    const orders = this.#orders.get(block) ?? [];
    this.#added.add(added);
    this.#orders.set(
      block,
      orders.map((order, wire) => {
        const isOn = added.bodies.length > 0 ? covers(added, wire) : wires.has(wire);
        const sooner = order.filter((each) => !this.#added.has(each) && each.end <= before).length;
        return isOn ? order.toSpliced(sooner, 0, added) : order;
      }),
    );
  }

  /** The names of what is on each wire, in order. */
  render(block: SeenBlock = this.#program.program): string[][] {
    return (this.#orders.get(block) ?? []).map((order, wire) =>
      order.filter((item) => this.#uses(item, wire)).map((item) => this.#name(item)),
    );
  }

  #uses({ bodies, isLoop, operations, wires }: OrderedItem, wire: number): boolean {
    if (bodies.length === 0) return wires.has(wire);
    const orders = bodies.map((body) => this.render(body));
    if (orders.some((order) => (order[wire]?.length ?? 0) > 0)) return true;
    if (isLoop) return false;
    const [operation] = operations;
    if (operation?.kind === 'conditional' && orders.every(isEmpty)) return false;
    const head = operations.map((each) =>
      each.kind === 'conditional'
        ? { ...each, body: [], otherwise: [] }
        : each.kind === 'while'
          ? { ...each, body: [] }
          : each,
    );
    return head.some((each) => wiresOf(each, this.#program.circuit).includes(wire));
  }

  #name({ bodies, isLoop, operations }: OrderedItem): string {
    if (bodies.length === 0) return nameOf(operations);
    const [body = [], otherwise = []] = bodies.map((each) => this.render(each));
    if (isLoop) return JSON.stringify({ loop: body });
    const [operation] = operations;
    switch (operation?.kind) {
      case 'conditional': {
        if (!isEmpty(body))
          return JSON.stringify({ condition: operation.condition, body, otherwise: orNone(otherwise) });
        const [turned] = normalConditional({ ...operation, body: [] });
        return JSON.stringify({ condition: turned?.condition, body: otherwise, otherwise: [] });
      }
      case 'while':
        return JSON.stringify({ condition: operation.condition, body });
      default:
        return JSON.stringify({ body });
    }
  }
}

function orNone(orders: string[][]): string[][] {
  return isEmpty(orders) ? [] : orders;
}

function isEmpty(orders: readonly string[][]): boolean {
  return orders.every((order) => order.length === 0);
}

function covers({ bodies, element, wires }: OrderedItem, wire: number): boolean {
  return element && bodies.length > 0 ? element.firstWire <= wire && wire <= element.lastWire : wires.has(wire);
}

/** Operations without their places in the text. */
function nameOf(operations: readonly Operation[]): string {
  return JSON.stringify(operations, (key, value) => (key === 'source' || key === 'group' ? undefined : value));
}
