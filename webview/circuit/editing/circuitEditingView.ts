import type { ComponentChildren } from 'preact';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/** What the grid of a drawing needs to be edited in. */
export interface CircuitEditingView {
  /** Whether a key was for editing. */
  readonly handleKey: (event: KeyboardEvent) => boolean;
  /** The pointer went down on an element. */
  readonly handleHold: (event: PointerEvent, element: DrawingElement | undefined) => void;
  readonly handleMenu: (event: MouseEvent, element: DrawingElement | undefined) => void;
  /** The label of a wire was pressed, or its menu asked for. */
  readonly handleWire: (event: MouseEvent, wire: number) => void;
  readonly handleDoubleClick: (element: DrawingElement) => void;
  /** Drawn into the drawing. */
  readonly preview: ComponentChildren;
  /** Beside the drawing. */
  readonly palette: ComponentChildren;
  /** Over the drawing. */
  readonly overlay: ComponentChildren;
  readonly addQubit: () => void;
  /** Under the labels of the wires. */
  readonly wireButtons: ComponentChildren;
  readonly isDragging: boolean;
  /** Another object whenever others are selected. */
  readonly chosen: readonly DrawingElement[];
  /** The pointer chose an element: alone, or as its keys say with others. */
  readonly handleChoice: (event: MouseEvent, element: DrawingElement) => void;
  /** The keyboard has come from an element to another. */
  readonly handleArrival: (from: DrawingElement, to: DrawingElement, isExtending: boolean) => void;
}
