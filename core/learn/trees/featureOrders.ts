import { entry, type Matrix } from '../matrix.ts';

/**
 * The rows of a table in ascending order of every feature, rows with equal values in order of their index. Growing a tree
 * sorts nothing more: every node keeps its rows in these orders.
 */
export interface FeatureOrders {
  readonly rowCount: number;
  /** The values of every feature, by row. */
  readonly columns: readonly Float64Array[];
  /** One list of all rows per feature. */
  readonly orders: readonly Uint32Array[];
}

export function sortFeatures(samples: Matrix): FeatureOrders {
  const columns = Array.from({ length: samples.columns }, (_, feature) =>
    Float64Array.from({ length: samples.rows }, (_, row) => entry(samples, row, feature)),
  );
  const orders = columns.map((values) =>
    Uint32Array.from(values.keys()).sort(
      (first, second) => (values[first] as number) - (values[second] as number) || first - second,
    ),
  );
  return { rowCount: samples.rows, columns, orders };
}

/**
 * The rows of one growing tree in every order. A node owns the same stretch `from…to` of every list.
 */
export class NodeRows {
  readonly #lists: readonly Uint32Array[];
  readonly #spare: Uint32Array;
  readonly #goesLeft: Uint8Array;

  /** @param weights a row with the weight 0 takes no part in the tree; all take part when absent */
  constructor(sorted: FeatureOrders, weights: ArrayLike<number> | undefined) {
    this.#lists = sorted.orders.map((order) => (weights ? order.filter((row) => weights[row] !== 0) : order.slice()));
    this.#spare = new Uint32Array(this.count);
    this.#goesLeft = new Uint8Array(sorted.rowCount);
  }

  get count(): number {
    return this.#lists[0]?.length ?? 0;
  }

  /** The rows of a node in the order of a feature. */
  inOrder(feature: number, from: number, to: number): Uint32Array {
    return (this.#lists[feature] ?? new Uint32Array()).subarray(from, to);
  }

  /**
   * Divides a node after its first `leftCount` rows in the order of `feature`: in every list the rows of the left child
   * come first, both children keeping their order.
   * @param last whether the children are leaves, which need only the list of the first feature
   */
  divide(feature: number, from: number, to: number, leftCount: number, last: boolean): void {
    this.inOrder(feature, from, to).forEach((row, position) => {
      this.#goesLeft[row] = position < leftCount ? 1 : 0;
    });
    for (const list of last ? this.#lists.slice(0, 1) : this.#lists) {
      let left = from;
      let right = 0;
      for (let position = from; position < to; position++) {
        const row = list[position] as number;
        if (this.#goesLeft[row] === 1) list[left++] = row;
        else this.#spare[right++] = row;
      }
      list.set(this.#spare.subarray(0, right), left);
    }
  }
}
