/** Where the elements of a drawing are, a column of numbers for each property, in the order they were placed. */
export class PlacedElements {
  #places = new Int32Array(1024 * fields);
  #count = 0;

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
    this.#places[at] = firstColumn;
    this.#places[at + 1] = lastColumn;
    this.#places[at + 2] = firstWire;
    this.#places[at + 3] = lastWire;
    this.#places[at + 4] = depth;
    this.#places[at + 5] = subject;
    return number;
  }

  /** The elements by column, then by how deep in frames they are, then by their first wire, then as they were placed. */
  inOrder(columnCount: number, wireCount: number): OrderedElements {
    const places = this.#places;
    let deepest = 0;
    for (let number = 0; number < this.#count; number++) {
      deepest = Math.max(deepest, places[number * fields + 4] ?? 0);
    }
    // The least significant property first: every pass keeps the order of those before among equals.
    let order = new Int32Array(this.#count);
    for (let number = 0; number < order.length; number++) order[number] = number;
    order = sorted(order, wireCount, (number) => places[number * fields + 2] ?? 0);
    if (deepest > 0) order = sorted(order, deepest + 1, (number) => places[number * fields + 4] ?? 0);
    order = sorted(order, columnCount, (number) => places[number * fields] ?? 0);
    return {
      order,
      subject: this.#property(order, 5),
      firstColumn: this.#property(order, 0),
      lastColumn: this.#property(order, 1),
      firstWire: this.#property(order, 2),
      lastWire: this.#property(order, 3),
      depth: this.#property(order, 4),
    };
  }

  #property(order: Int32Array, field: number): Int32Array {
    const values = new Int32Array(order.length);
    for (let id = 0; id < values.length; id++) values[id] = this.#places[(order[id] ?? 0) * fields + field] ?? 0;
    return values;
  }
}

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

/** Sorts numbers by a key from 0 to below `keys`, by counting; equal ones stay as they are. */
function sorted(numbers: Int32Array, keys: number, keyOf: (number: number) => number): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(keys + 1);
  for (let index = 0; index < numbers.length; index++) {
    const next = keyOf(numbers[index] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let key = 1; key <= keys; key++) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0);
  const result = new Int32Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] ?? 0;
    const key = keyOf(number);
    const place = starts[key] ?? 0;
    starts[key] = place + 1;
    result[place] = number;
  }
  return result;
}
