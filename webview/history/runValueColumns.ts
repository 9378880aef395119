import type { HostMessage } from '#core/protocol/webview.ts';

type ValuesMessage = Extract<HostMessage, { type: 'run-values' }>;
type Value = ValuesMessage['columns'][string][number];

/** A further value of runs, by the id of the run. */
export interface ValueColumn {
  get(id: string): number | string | undefined;
  /** Whether some of the values are texts. */
  readonly hasText?: boolean;
}

/** Further values of runs that the host has sent. */
export class RunValueColumns {
  /** Every name that some run has a value of, as far as known. */
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, ValueColumn>;
  /** Which place a run has in every column. Only ever added to, so that all states of the values share it. */
  readonly #places: Map<string, number>;
  readonly #waiting: readonly ValuesMessage[];

  private constructor(
    names: readonly string[],
    columns: ReadonlyMap<string, ValueColumn>,
    places: Map<string, number>,
    waiting: readonly ValuesMessage[],
  ) {
    this.names = names;
    this.columns = columns;
    this.#places = places;
    this.#waiting = waiting;
  }

  static readonly none = new RunValueColumns([], new Map(), new Map(), []);

  /**
   * The values after a part of them has come. Those of the newest runs are shown at once, the others when the answer ends:
   * each part would have the table sorted anew. Columns that are not asked for any more are forgotten.
   */
  receive(message: ValuesMessage): RunValueColumns {
    const waiting = [...this.#waiting, message];
    const names = message.names.length > this.names.length ? unionOf(this.names, message.names) : this.names;
    const isBegun = Object.keys(message.columns).every((name) => this.columns.has(name));
    if (!message.isLast && isBegun) return new RunValueColumns(names, this.columns, this.#places, waiting);
    return new RunValueColumns(unionOf(names, message.names), this.#columnsAfter(waiting), this.#places, []);
  }

  #columnsAfter(messages: readonly ValuesMessage[]): ReadonlyMap<string, ValueColumn> {
    const wanted = Object.keys(messages.at(-1)?.columns ?? {});
    const places = this.#places;
    for (const { ids } of messages) for (const id of ids) if (!places.has(id)) places.set(id, places.size);
    return new Map(
      wanted.map((name) => {
        const known = this.columns.get(name);
        const values: Value[] = known instanceof StoredColumn ? known.copy(places.size) : emptyValues(places.size);
        for (const { columns, ids } of messages) {
          const given = columns[name];
          if (given === undefined) continue;
          for (const [index, id] of ids.entries()) values[places.get(id) ?? -1] = given[index] ?? null;
        }
        return [name, new StoredColumn(places, values)];
      }),
    );
  }
}

class StoredColumn implements ValueColumn {
  readonly hasText: boolean;
  readonly #places: ReadonlyMap<string, number>;
  readonly #values: readonly Value[];

  constructor(places: ReadonlyMap<string, number>, values: readonly Value[]) {
    this.#places = places;
    this.#values = values;
    this.hasText = values.some((value) => typeof value === 'string');
  }

  get(id: string): number | string | undefined {
    return this.#values[this.#places.get(id) ?? -1] ?? undefined;
  }

  copy(length: number): Value[] {
    const values = emptyValues(length);
    for (const [index, value] of this.#values.entries()) values[index] = value;
    return values;
  }
}

function emptyValues(length: number): Value[] {
  return new Array<Value>(length).fill(null);
}

function unionOf(names: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...names, ...others])].sort();
}
