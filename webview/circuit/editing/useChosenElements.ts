import { useRef, useState } from 'preact/hooks';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { PlacingGround } from './dropPlace.ts';

interface Choice {
  /** The drawing whose elements they are. */
  readonly ground: PlacingGround;
  readonly elements: readonly DrawingElement[];
}

export interface ChosenElements {
  readonly chosen: readonly DrawingElement[];
  readonly choose: (ground: PlacingGround, elements: readonly DrawingElement[]) => void;
  /** What is chosen of a drawing already, drawn or not. */
  readonly chosenNow: (ground: PlacingGround) => readonly DrawingElement[];
}

const none: readonly DrawingElement[] = [];

/** The elements that are selected of a drawing. Those of another drawing are others. */
export function useChosenElements(ground: PlacingGround): ChosenElements {
  const [choice, setChoice] = useState<Choice>();
  const latest = useRef<Choice>(undefined);
  return {
    chosen: choice?.ground === ground ? choice.elements : none,
    choose(of, elements) {
      latest.current = { ground: of, elements };
      setChoice(latest.current);
    },
    chosenNow: (of) => (latest.current?.ground === of ? latest.current.elements : none),
  };
}
