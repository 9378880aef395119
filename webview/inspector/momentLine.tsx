import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import { momentAt, momentScroll, placeOfMoment } from './momentPlace.ts';

interface MomentLineProps {
  readonly drawing: DrawingFrame;
  readonly zoom: number;
  readonly moment: number;
  readonly onMoment: (moment: number) => void;
  /** What is shown along the line. */
  readonly children?: ComponentChildren;
}

/**
 * The moment whose state is shown, as a line over the drawing that can be dragged. It says nothing to those who do not see
 * it: the slider beside the state is the same.
 */
export function MomentLine({ drawing, zoom, moment, onMoment, children }: MomentLineProps) {
  const line = useRef<HTMLDivElement>(null);
  const shown = useRef(moment);
  useEffect(() => {
    if (shown.current === moment) return;
    shown.current = moment;
    const scroller = line.current?.closest('.circuit-scroll');
    if (!scroller) return;
    const left = momentScroll(drawing, moment, scroller, zoom);
    if (left !== undefined) scroller.scrollTo({ left });
  }, [moment]);

  const moveTo = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const canvas = event.currentTarget.parentElement?.getBoundingClientRect();
    if (canvas === undefined) return;
    const next = momentAt(drawing, (event.clientX - canvas.left) / zoom);
    if (next !== moment) onMoment(next);
  };
  return (
    <div
      class="moment-line"
      ref={line}
      aria-hidden="true"
      title={`State after moment ${moment}`}
      style={{ left: `${placeOfMoment(drawing, moment) * zoom}px`, height: `${drawing.height * zoom}px` }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event);
      }}
      // The drawing under it shows the source of what is clicked.
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  );
}
