import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The innermost frame that a point is in: a branch, or a loop or call that is drawn open. */
export function frameAt(elements: readonly DrawingElement[], point: Point): DrawingElement | undefined {
  return innermost(elements.filter((each) => isFrame(each) && holdsPoint(each, point)));
}

/** The innermost frame around an element; undefined for what is in no block. */
export function frameAround(elements: readonly DrawingElement[], element: DrawingElement): DrawingElement | undefined {
  return innermost(elements.filter((each) => each.id !== element.id && isFrame(each) && holds(each, element)));
}

/** Whether an element is drawn around others. */
export function isFrame({ parts }: DrawingElement): boolean {
  return parts.some(({ kind }) => kind === 'frame');
}

/** What the call is called that a frame shows; undefined for other frames. */
export function calledIn(frame: DrawingElement | undefined): string | undefined {
  const part = frame?.parts.find((each) => each.kind === 'frame' && each.role === 'call');
  return part?.kind === 'frame' ? part.label : undefined;
}

export function holdsPoint(element: DrawingElement, { x, y }: Point): boolean {
  return holds(element, { x, y, width: 0, height: 0 });
}

function innermost(frames: readonly DrawingElement[]): DrawingElement | undefined {
  const size = ({ height, width }: DrawingElement) => width * height;
  return frames.reduce<DrawingElement | undefined>(
    (best, each) => (best === undefined || size(each) < size(best) ? each : best),
    undefined,
  );
}

function holds(outer: Box, { height, width, x, y }: Box): boolean {
  return outer.x <= x && x + width <= outer.x + outer.width && outer.y <= y && y + height <= outer.y + outer.height;
}
