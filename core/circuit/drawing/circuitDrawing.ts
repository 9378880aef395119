import type { SourceRange } from '../circuit.ts';

/**
 * The page of a drawing and what its elements are placed by, with all geometry computed (pixels at zoom 1, origin top
 * left), so that no renderer measures anything. Plain JSON; the same circuit gives the same on every host.
 */
export interface DrawingFrame {
  readonly width: number;
  readonly height: number;
  /** Where the wires begin; their names are left of it. */
  readonly gutter: number;
  /** Top to bottom: qubits, classical registers, classical variables. */
  readonly wires: readonly DrawingWire[];
  /** Left to right, one per moment. */
  readonly columns: readonly DrawingColumn[];
  /** Said to the user when something was left out, e.g. a circuit longer than the drawing limit. */
  readonly notice?: string;
}

/** A circuit laid out for drawing, whole. */
export interface CircuitDrawing extends DrawingFrame {
  /** In order of column, then wire. */
  readonly elements: readonly DrawingElement[];
}

export interface DrawingWire {
  readonly kind: 'qubit' | 'bits';
  readonly label: string;
  readonly y: number;
  /** Bits of the register of a classical wire; absent for a variable. */
  readonly size?: number;
}

export interface DrawingColumn {
  readonly x: number;
  readonly width: number;
}

/** One operation in the drawing: what is hovered, focused and linked to the source. */
export interface DrawingElement {
  readonly id: number;
  readonly column: number;
  readonly firstWire: number;
  readonly lastWire: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** For screen readers and tooltips: "CX, control q[0], target q[2], moment 4". */
  readonly description: string;
  readonly source?: SourceRange;
  /** What the element is of a call or loop: all of it in one box, or the frame around its parts. */
  readonly group?: { readonly key: string; readonly isOpen: boolean };
  readonly parts: readonly DrawingPart[];
}

export type DrawingPart =
  | {
      readonly kind: 'box';
      /** `group` is a call or loop that is closed. */
      readonly role: 'gate' | 'reset' | 'assignment' | 'group';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly label: string;
      /** Parameters, e.g. `π/2` or `theta[0]`; a second line in the box. */
      readonly detail?: string;
    }
  /** The meter of a measurement, centred on x, y. */
  | { readonly kind: 'meter'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'control'; readonly x: number; readonly y: number; readonly value: 0 | 1 }
  | { readonly kind: 'not'; readonly x: number; readonly y: number; readonly radius: number }
  | { readonly kind: 'swap'; readonly x: number; readonly y: number }
  | {
      readonly kind: 'line';
      readonly role: 'quantum' | 'classical';
      readonly x: number;
      readonly y1: number;
      readonly y2: number;
    }
  /** Over neighbouring wires. */
  | { readonly kind: 'barrier'; readonly x: number; readonly y1: number; readonly y2: number }
  | { readonly kind: 'text'; readonly x: number; readonly y: number; readonly text: string }
  /** A wire that a box covers and that has nothing to do with what is in it. */
  | { readonly kind: 'passing'; readonly x1: number; readonly x2: number; readonly y: number }
  | {
      readonly kind: 'frame';
      /** `branch` is run, or run again, only under a condition; the others are parts of the program that are open. */
      readonly role: 'branch' | 'call' | 'loop' | 'pass';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly label: string;
    };
