import type { Steps } from '#core/base/steps.ts';

/** Where the elements of a drawing are, a column of numbers for each property, in the order they were placed. */
export class PlacedElements {
  #places: Int32Array<ArrayBuffer>;
  #count = 0;
  #deepest = 0;

  /** @param expected how many elements there most likely are; there may be more */
  constructor(expected: number) {
    this.#places = new Int32Array((expected + 16) * fields);
  }

  /**
   * Adds an element that fills the wires and columns from the first to the last one; returns its number.
   * @param subject the number of what it shows
   */
  add(
    subject: number,
    firstColumn: number,
    lastColumn: number,
    firstWire: number,
    lastWire: number,
    depth: number,
  ): number {
    const number = this.#count++;
    const at = number * fields;
    if (at + fields > this.#places.length) {
      const grown = new Int32Array(2 * this.#places.length);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[at + field.firstColumn] = firstColumn;
    this.#places[at + field.lastColumn] = lastColumn;
    this.#places[at + field.firstWire] = firstWire;
    this.#places[at + field.lastWire] = lastWire;
    this.#places[at + field.depth] = depth;
    this.#places[at + field.subject] = subject;
    if (depth > this.#deepest) this.#deepest = depth;
    return number;
  }

  /** The elements by column, then by how deep in frames they are, then by their first wire, then as they were placed. */
  *inOrder(columnCount: number, wireCount: number): Steps<OrderedElements> {
    const places = this.#places;
    const count = this.#count;
    // The least significant property first: every pass keeps the order of those before among equals.
    let order = new Int32Array(count);
    for (let number = 0; number < count; number++) order[number] = number;
    order = sorted(order, wireCount, places, field.firstWire);
    yield;
    if (this.#deepest > 0) order = sorted(order, this.#deepest + 1, places, field.depth);
    order = sorted(order, columnCount, places, field.firstColumn);
    yield;
    const elements = {
      order,
      subject: new Int32Array(count),
      firstColumn: new Int32Array(count),
      lastColumn: new Int32Array(count),
      firstWire: new Int32Array(count),
      lastWire: new Int32Array(count),
      depth: new Int32Array(count),
    };
    for (let id = 0; id < count; id++) {
      const at = (order[id] ?? 0) * fields;
      elements.subject[id] = places[at + field.subject] ?? 0;
      elements.firstColumn[id] = places[at + field.firstColumn] ?? 0;
      elements.lastColumn[id] = places[at + field.lastColumn] ?? 0;
      elements.firstWire[id] = places[at + field.firstWire] ?? 0;
      elements.lastWire[id] = places[at + field.lastWire] ?? 0;
      elements.depth[id] = places[at + field.depth] ?? 0;
    }
    return elements;
  }
}

/** Where the properties of an element are among its numbers. */
const field = { firstColumn: 0, lastColumn: 1, firstWire: 2, lastWire: 3, depth: 4, subject: 5 } as const;
const fields = 6;

/** The same in the order of a drawing; the index of an element is its id. */
export interface OrderedElements {
  /** The number that each was placed with. */
  readonly order: Int32Array;
  /** The number of its subject. */
  readonly subject: Int32Array;
  readonly firstColumn: Int32Array;
  readonly lastColumn: Int32Array;
  readonly firstWire: Int32Array;
  readonly lastWire: Int32Array;
  /** How deep in frames it is. */
  readonly depth: Int32Array;
}

/** Sorts elements by a property from 0 to below `keys`, by counting; equal ones stay as they are. */
function sorted(numbers: Int32Array, keys: number, places: Int32Array, property: number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(keys + 1);
  for (let index = 0; index < numbers.length; index++) {
    const next = (places[(numbers[index] ?? 0) * fields + property] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let key = 1; key <= keys; key++) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0);
  const result = new Int32Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] ?? 0;
    const key = places[number * fields + property] ?? 0;
    const place = starts[key] ?? 0;
    starts[key] = place + 1;
    result[place] = number;
  }
  return result;
}
