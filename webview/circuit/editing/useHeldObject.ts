import { useEffect, useRef, useState } from 'preact/hooks';

/** How far the pointer moves before what it holds is dragged, in pixels: a click must not move anything. */
const dragThreshold = 4;

interface PagePoint {
  readonly x: number;
  readonly y: number;
}

export interface HeldObject<Held> {
  readonly held: Held;
  readonly point: PagePoint;
}

export interface Holding<Held> {
  /** What is dragged now, and where. */
  readonly dragged: HeldObject<Held> | undefined;
  /** The pointer went down on something. */
  hold(event: PointerEvent, held: Held): void;
}

/** Follows the pointer from where it took something to where it lets it go; Escape puts it back. */
export function useHeldObject<Held>(onDrop: (dropped: HeldObject<Held>) => void): Holding<Held> {
  const [dragged, setDragged] = useState<HeldObject<Held>>();
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const release = useRef<() => void>(undefined);
  useEffect(() => () => release.current?.(), []);

  const hold = (event: PointerEvent, held: Held) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    release.current?.();
    const start = { x: event.clientX, y: event.clientY };
    let isDragged = false;
    const move = ({ clientX, clientY }: PointerEvent) => {
      isDragged ||= Math.hypot(clientX - start.x, clientY - start.y) > dragThreshold;
      if (isDragged) setDragged({ held, point: { x: clientX, y: clientY } });
    };
    const end = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', letGo);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', putBack, true);
      release.current = undefined;
      setDragged(undefined);
    };
    const letGo = ({ clientX, clientY }: PointerEvent) => {
      if (isDragged) {
        // The click that ends a drag is none.
        window.addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => window.removeEventListener('click', swallow, true));
        drop.current({ held, point: { x: clientX, y: clientY } });
      }
      end();
    };
    const putBack = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return;
      pressed.preventDefault();
      pressed.stopPropagation();
      end();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', letGo);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', putBack, true);
    release.current = end;
  };
  return { dragged, hold };
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
