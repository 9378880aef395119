import { geometry } from './drawingGeometry.ts';
import type { FrameRoom } from './placement.ts';

/** How far a frame reaches beyond the boxes in it, in pixels. */
export interface FrameSides {
  readonly above: number;
  readonly below: number;
  readonly left: number;
  readonly right: number;
}

export function sidesOf({ above, below, left, right }: FrameRoom): FrameSides {
  return {
    above: (above + 1) * geometry.frameHeader,
    below: (below + 1) * geometry.framePadding,
    left: (left + 1) * geometry.framePadding,
    right: (right + 1) * geometry.framePadding,
  };
}
