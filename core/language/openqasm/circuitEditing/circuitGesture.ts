import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation, SourceRange } from '#core/circuit/circuit.ts';
import type { ShownDefinition } from './calledDefinition.ts';

/** An element of the drawing as its drawing names it; offsets are those of the version that was drawn. */
export interface DrawnElement {
  readonly source: SourceRange;
  /** Its first column and its first wire. */
  readonly column: number;
  readonly firstWire: number;
  /** The key of the call or loop that it shows, closed or open. */
  readonly group?: string | undefined;
}

/** What can be put on wires; qubits are numbers of wires from the top. */
export type PlacedOperation =
  | {
      readonly kind: 'gate';
      readonly name: string;
      /** Expressions as they would stand in the program. */
      readonly parameters: readonly string[];
      /** In the order the gate takes them: controls first. */
      readonly qubits: readonly number[];
    }
  | { readonly kind: 'measure'; readonly qubit: number }
  | { readonly kind: 'reset'; readonly qubit: number }
  | { readonly kind: 'barrier'; readonly qubits: readonly number[] };

/**
 * What a user does with a drawn circuit. A place is the column before which something goes on its wires, in the block of
 * the frame that it is put into; without a frame in the program itself.
 */
export type CircuitGesture = GestureKind & {
  /** The names of the definitions that the user has agreed to change, wherever they are used. */
  readonly changes?: readonly string[] | undefined;
};

type GestureKind =
  | {
      readonly kind: 'place';
      readonly operation: PlacedOperation;
      readonly before: number;
      readonly within?: DrawnElement | undefined;
    }
  /** To another place, to other wires, or both. */
  | {
      readonly kind: 'move';
      /** Several are put together, in their order. */
      readonly elements: readonly DrawnElement[];
      readonly before: number;
      readonly within?: DrawnElement | undefined;
      /** Qubits that are exchanged for others; where both belong to a gate, they change their roles. */
      readonly wires: readonly QubitExchange[];
    }
  /** Past the nearest neighbour on their wires, or to the wires above or below. */
  | { readonly kind: 'shift'; readonly elements: readonly DrawnElement[]; readonly direction: ShiftDirection }
  /** Puts copies of the statements behind the last of them. */
  | { readonly kind: 'duplicate'; readonly elements: readonly DrawnElement[] }
  /** Puts statements behind that of an element, or at the end of the program. */
  | { readonly kind: 'paste'; readonly text: string; readonly behind?: DrawnElement | undefined }
  | { readonly kind: 'delete'; readonly elements: readonly DrawnElement[] }
  /** Adds a control to a gate that acts where the qubit has the value, or takes the one away that is on the qubit. */
  | { readonly kind: 'toggle-control'; readonly element: DrawnElement; readonly qubit: number; readonly value: 0 | 1 }
  | { readonly kind: 'set-parameters'; readonly element: DrawnElement; readonly parameters: readonly string[] }
  /** One statement for each gate that a statement applies to a register. */
  | { readonly kind: 'write-out'; readonly element: DrawnElement }
  | WireGesture
  /** Another name for the register of a wire, wherever it is mentioned. */
  | { readonly kind: 'rename-register'; readonly wire: number; readonly name: string };

/** What a user does with the wires of a drawn circuit, which are counted from the top. */
export type WireGesture =
  /** One more: in the last register, or in one of its own. */
  | { readonly kind: 'add-wire'; readonly holds: 'qubit' | 'bit'; readonly isSeparate?: boolean | undefined }
  /** The register of a wire holds so many. */
  | { readonly kind: 'resize-register'; readonly wire: number; readonly size: number }
  /** A qubit, or a register of bits, that nothing uses. */
  | { readonly kind: 'delete-wire'; readonly wire: number };

export interface QubitExchange {
  readonly from: number;
  readonly to: number;
}

export type ShiftDirection = 'left' | 'right' | 'up' | 'down';

/**
 * `write-out` gives what a statement applies to a register a statement each; `new-register` adds a register instead;
 * `change-definition` does it once the user has agreed.
 */
export type RefusalOffer = 'write-out' | 'new-register' | 'change-definition';

/** Why a gesture cannot become an edit of the source, for the user, and the text that stands in the way. */
export interface Refusal {
  readonly reason: string;
  readonly source?: OffsetRange;
  /** What the user may do instead. */
  readonly offer?: RefusalOffer;
  /** The definition that is to be agreed on. */
  readonly definition?: string;
}

/** An edit of the program that is not verified yet. */
export interface EditProposal {
  /** They do not overlap; those at one place keep their order. */
  readonly replacements: readonly TextReplacement[];
  /** What it does, for messages: `Place h`. */
  readonly label: string;
  /** The statements of the text before the edit that are deleted, moved or changed. */
  readonly changed: readonly OffsetRange[];
  /** What was placed, moved or changed; nothing for what is deleted. */
  readonly statements: readonly WantedStatement[];
  /** Whether a statement was written anew and must be one, whatever was entered. */
  readonly isWritten?: boolean;
  /** What is put elsewhere so that the statements have their place, and does what it did. */
  readonly brought?: readonly BroughtStatement[];
  /** The definition that it changes. */
  readonly definition?: ShownDefinition | undefined;
  /** The qubits that the statements act on instead of others, where they otherwise do what they did before. */
  readonly qubits?: ReadonlyMap<number, number>;
}

/** An edit of the declarations of wires that is not verified yet. */
export interface WireProposal {
  readonly replacements: readonly TextReplacement[];
  readonly label: string;
  readonly wires: ChangedWires;
  readonly offer?: RefusalOffer;
}

/** What the qubits or bits of a circuit are after an edit. */
export interface ChangedWires {
  readonly holds: 'qubit' | 'bit';
  /** How many there are more, or less. */
  readonly added: number;
  /** The number that each has then; undefined for those that there are no more. */
  readonly numberOf: (element: number) => number | undefined;
}

/** A statement in the text after an edit. */
export interface WantedStatement {
  readonly range: OffsetRange;
  /** Where it must stand in the circuit. */
  readonly order?: WantedOrder;
}

/** A statement that has another place in the text, and on its wires the same. */
export interface BroughtStatement extends WantedStatement {
  /** Where it was. */
  readonly from: OffsetRange;
}

/** A place among operations of the circuit before the edit. */
export interface WantedOrder {
  /** The body that it is in, or all operations of the circuit. */
  readonly operations: readonly Operation[];
  /** The operations on its wires that must stand before it and behind it. */
  readonly earlier: ReadonlySet<Operation>;
  readonly later: ReadonlySet<Operation>;
}
