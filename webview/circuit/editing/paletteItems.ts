import type { CircuitGesture, GateChoice } from '#core/protocol/circuitEditing.ts';

type PlacedOperation = Extract<CircuitGesture, { kind: 'place' }>['operation'];

/** Something that can be placed: a gate, or one of the operations that every program knows. */
export interface PaletteItem {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly qubits: readonly string[];
  readonly summary: string;
  /** The operation on qubits, in the order of `qubits`, with parameters as they are written. */
  readonly operation: (qubits: readonly number[], parameters: readonly string[]) => PlacedOperation;
}

const operations: readonly PaletteItem[] = [
  {
    name: 'measure',
    parameters: [],
    qubits: ['q'],
    summary: 'Measures a qubit into the bit of its number, or the next free one',
    operation: ([qubit = 0]) => ({ kind: 'measure', qubit }),
  },
  {
    name: 'reset',
    parameters: [],
    qubits: ['q'],
    summary: 'Sets a qubit to |0⟩',
    operation: ([qubit = 0]) => ({ kind: 'reset', qubit }),
  },
  {
    name: 'barrier',
    parameters: [],
    qubits: ['a', 'b'],
    summary: 'Keeps what is before it apart from what is behind it',
    operation: (qubits) => ({ kind: 'barrier', qubits: [...qubits] }),
  },
];

/** How often gates are wanted: these come first, in this order, the others in that of their library. */
const usual = ['h', 'x', 'y', 'z', 's', 't', 'rx', 'ry', 'rz', 'p', 'cx', 'cz', 'swap', 'ccx'];

/** All that can be placed where these gates are known. */
export function paletteItems(gates: readonly GateChoice[]): readonly PaletteItem[] {
  const place = ({ name }: GateChoice) => {
    const index = usual.indexOf(name);
    return index < 0 ? usual.length : index;
  };
  const items = gates
    .toSorted((one, other) => place(one) - place(other))
    .map(({ include, isDefined, name, parameters, qubits, summary }): PaletteItem => {
      const parts = [include && `include "${include}"`, isDefined && 'its definition'].filter(Boolean);
      const added = parts.length === 0 ? '' : ` (adds ${parts.join(' and ')})`;
      return {
        name,
        parameters,
        qubits,
        summary: `${summary ?? (isDefined ? 'Well known, and not in the library' : 'Defined in this program')}${added}`,
        operation: (on, given) => ({ kind: 'gate', name, parameters: [...given], qubits: [...on] }),
      };
    });
  return [...items.slice(0, usual.length), ...operations, ...items.slice(usual.length)];
}

/** So many characters may be a word of a summary. */
const shortestWord = 3;

/** The items whose name begins with what is typed, then those whose name or summary has it. */
export function matchingItems(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return items;
  const begins = ({ name }: PaletteItem) => name.toLowerCase().startsWith(wanted);
  const has = ({ name, summary }: PaletteItem) =>
    name.toLowerCase().includes(wanted) || (wanted.length >= shortestWord && summary.toLowerCase().includes(wanted));
  const exact = items.filter(({ name }) => name.toLowerCase() === wanted);
  const first = items.filter((item) => begins(item) && !exact.includes(item));
  return [...exact, ...first, ...items.filter((item) => has(item) && !begins(item))];
}

/** Qubits for an item on a wire: that one and the next below, or above where there are none. */
export function qubitsFrom(wire: number, count: number, qubitCount: number): number[] {
  const first = Math.max(0, Math.min(wire, qubitCount - 1));
  const below = Array.from({ length: qubitCount - first }, (_, index) => first + index);
  const above = Array.from({ length: first }, (_, index) => first - 1 - index);
  return [...below, ...above].slice(0, count);
}
