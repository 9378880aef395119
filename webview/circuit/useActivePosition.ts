import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { MovementKey } from '#core/circuit/drawing/gridMovement.ts';
import type { SettledDrawing } from './useSettledDrawing.ts';

/** Where the keyboard is: an element, and the wire of it along which the arrows move. */
export interface ElementPosition {
  readonly element: DrawingElement;
  readonly wire: number;
}

export interface ActivePosition {
  /** Undefined in an empty circuit. */
  readonly position: ElementPosition | undefined;
  /** Comes to an element, on its first wire unless another is given. */
  goTo(element: DrawingElement, wire?: number): void;
  /** Goes where a key leads, and tells when it is there; keys pressed one after the other are followed one by one. */
  move(key: MovementKey, withControl: boolean, onArrival: (element: DrawingElement) => void): void;
}

/**
 * The position of the keyboard in a drawing, from its first element on. After an edit it is at the same call or loop,
 * else at the element of the same number.
 */
export function useActivePosition({ ask, circuit, tiles }: SettledDrawing): ActivePosition {
  const { first, number } = circuit.drawing;
  const [active, setActive] = useState<ElementPosition & { readonly drawing: number }>();
  const found = useMemo((): ElementPosition | undefined => {
    if (active === undefined) return first && { element: first, wire: first.firstWire };
    if (active.drawing === number) return active;
    const again = tiles.find((element) => isSame(active.element, element));
    return again && { element: again, wire: active.wire };
  }, [active, number, tiles, first]);

  const position = useRef(found);
  // Until an element is found again it is where it was.
  position.current = found ?? (first === undefined ? undefined : active);
  const setPosition = (element: DrawingElement, wire: number) => {
    position.current = { element, wire };
    setActive({ element, wire, drawing: number });
  };

  useEffect(() => {
    if (active === undefined || active.drawing === number) return;
    if (found !== undefined) {
      setActive({ ...found, drawing: number });
      return;
    }
    const { group, id } = active.element;
    void ask(group === undefined ? { kind: 'element', id } : { kind: 'element', group: group.key }).then((answer) => {
      // Somebody may have gone elsewhere meanwhile.
      if (position.current?.element !== active.element) return;
      if (answer.kind === 'element' && answer.element) setPosition(answer.element, answer.element.firstWire);
    });
  }, [number, found]);

  const moves = useRef(Promise.resolve());
  return {
    position: position.current,
    goTo: (element, wire = element.firstWire) => setPosition(element, wire),
    move(key, withControl, onArrival) {
      moves.current = moves.current.then(async () => {
        if (position.current === undefined) return;
        const { element, wire } = position.current;
        const answer = await ask({ kind: 'move', from: { id: element.id, wire }, key, withControl });
        if (answer.kind !== 'position') return;
        setPosition(answer.element, answer.wire);
        onArrival(answer.element);
      });
    },
  };
}

function isSame(active: DrawingElement, { group, id }: DrawingElement): boolean {
  return active.group === undefined ? id === active.id : group?.key === active.group.key;
}
