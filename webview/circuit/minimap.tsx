// biome-ignore-all lint/a11y/useSemanticElements: an input element cannot be moved in two directions
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { AskDrawing } from './drawingAsker.ts';
import { densityPaths, drawingPoint, overviewArea } from './minimapPlace.ts';
import { useLatestAnswer } from './useLatestAnswer.ts';
import { gridAreaOf, viewedPixels } from './viewedArea.ts';

interface MinimapProps {
  readonly ask: AskDrawing;
  readonly frame: DrawingFrame;
  /** The box that scrolls the drawing. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly size: { readonly width: number; readonly height: number };
  readonly zoom: number;
}

/** Cells of the overview at most; more than there are pixels would show nothing more. */
const mostCells = { columns: 400, rows: 48 } as const;

/** How high the overview is, in pixels: so much a row, between the least and the most. */
const height = { row: 5, least: 22, most: 64 } as const;

function heightOf(wires: number): string {
  return `${Math.max(height.least, Math.min(height.most, height.row * wires))}px`;
}

/** The overview of a drawing that is larger than the view; one that is not whole yet has the room for it. */
export function Overview({ isWhole, ...minimap }: MinimapProps & { readonly isWhole: boolean }) {
  const { frame, size, zoom } = minimap;
  if (!isWhole) return <div class="minimap" aria-hidden="true" style={{ height: heightOf(frame.wires.length) }} />;
  const isLarger = frame.width * zoom > size.width || frame.height * zoom > size.height;
  return isLarger && size.width > 0 ? <Minimap {...minimap} /> : null;
}

/**
 * All of the drawing small, as dense as it is everywhere, with the part in view: a click or drag moves there, as do the
 * arrow keys by half of what is in view, the Page keys by all of it, and Home and End.
 */
function Minimap({ ask, frame, scroller, size, zoom }: MinimapProps) {
  const [scroll, setScroll] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const follow = () => setScroll({ left: current.scrollLeft, top: current.scrollTop });
    follow();
    current.addEventListener('scroll', follow, { passive: true });
    return () => current.removeEventListener('scroll', follow);
  }, [zoom, frame]);

  const question = useMemo(() => ({ kind: 'density' as const, ...mostCells }), [ask]);
  const density = useLatestAnswer(ask, question)?.answer;
  const cells = useMemo(() => {
    if (density?.kind !== 'density') return undefined;
    return (
      <svg
        class="minimap-cells"
        viewBox={`0 0 ${density.columns} ${density.rows}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {densityPaths(density).map((path, level) => (
          <path key={level} class={`density-${level + 1}`} d={path} />
        ))}
      </svg>
    );
  }, [density]);

  const pixels = viewedPixels({ ...scroll, ...size }, zoom);
  // The labels of the wires cover the left of the view.
  const inView = { ...pixels, left: pixels.left + frame.gutter };
  const area = useMemo(() => overviewArea(frame, inView), [frame, scroll, size.width, size.height, zoom]);
  const { firstColumn, firstWire, lastColumn, lastWire } = gridAreaOf(frame, inView);
  const [moments, wires] = [frame.columns.length, frame.wires.length];

  const moveTo = (left: number, top: number) => {
    const { x, y } = drawingPoint(frame, left, top);
    scroller.current?.scrollTo({
      left: x * zoom - (size.width + frame.gutter * zoom) / 2,
      top: y * zoom - size.height / 2,
    });
  };
  const handlePointer = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.buttons !== 1) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    moveTo((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  const handleKey = (event: KeyboardEvent) => {
    const step = stepOf(event.key, size, { width: frame.width * zoom, height: frame.height * zoom });
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    scroller.current?.scrollBy(step);
  };

  return (
    <div
      class="minimap"
      role="slider"
      tabIndex={0}
      aria-label="Overview of the circuit"
      aria-valuemin={1}
      aria-valuemax={moments}
      aria-valuenow={Math.min(moments, firstColumn + 1)}
      aria-valuetext={`${rangeText('Moments', firstColumn, lastColumn - 1, moments)}, ${rangeText('wires', firstWire, lastWire - 1, wires)}`}
      style={{ height: heightOf(wires) }}
      onPointerDown={handlePointer}
      onPointerMove={handlePointer}
      onKeyDown={handleKey}
    >
      {cells}
      <div
        class="minimap-view"
        style={{
          left: `${100 * area.left}%`,
          top: `${100 * area.top}%`,
          width: `${100 * area.width}%`,
          height: `${100 * area.height}%`,
        }}
      />
    </div>
  );
}

const grouped = new Intl.NumberFormat('en');

function rangeText(what: string, first: number, last: number, count: number): string {
  const shown = (place: number) => grouped.format(Math.min(place, count - 1) + 1);
  return `${what} ${shown(first)} to ${shown(Math.max(first, last))} of ${grouped.format(count)}`;
}

/** How far a key scrolls, in pixels; undefined for other keys. */
function stepOf(
  key: string,
  view: { readonly width: number; readonly height: number },
  whole: { readonly width: number; readonly height: number },
): { readonly left?: number; readonly top?: number } | undefined {
  switch (key) {
    case 'ArrowRight':
      return { left: view.width / 2 };
    case 'ArrowLeft':
      return { left: -view.width / 2 };
    case 'ArrowDown':
      return { top: view.height / 2 };
    case 'ArrowUp':
      return { top: -view.height / 2 };
    case 'PageDown':
      return { left: view.width };
    case 'PageUp':
      return { left: -view.width };
    case 'End':
      return { left: whole.width };
    case 'Home':
      return { left: -whole.width };
    default:
      return undefined;
  }
}
