import { Component } from 'preact';
import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { TileOutline } from '#core/circuit/drawing/drawingOutlines.ts';
import { outlinePaths } from './outlinePaths.ts';

interface TileOutlinesProps {
  readonly frame: DrawingFrame;
  readonly outlines: readonly TileOutline[];
}

/** The drawing from so far that nobody could read it: where there is something and of what kind, in a path a kind and tile. */
export function TileOutlines({ frame, outlines }: TileOutlinesProps) {
  return (
    <g class="tile-outlines">
      {outlines.map((outline) => (
        <OutlineShapes key={`${outline.column} ${outline.wire}`} frame={frame} outline={outline} />
      ))}
    </g>
  );
}

interface OutlineShapesProps {
  readonly frame: DrawingFrame;
  readonly outline: TileOutline;
}

class OutlineShapes extends Component<OutlineShapesProps> {
  override shouldComponentUpdate({ outline }: OutlineShapesProps): boolean {
    return outline !== this.props.outline;
  }

  override render({ frame, outline }: OutlineShapesProps) {
    const paths = outlinePaths(frame, outline);
    return (
      <>
        {paths.frames !== '' && <path class="outline-frames" d={paths.frames} />}
        {paths.elements !== '' && <path class="outline-elements" d={paths.elements} />}
        {paths.readouts !== '' && <path class="outline-readouts" d={paths.readouts} />}
      </>
    );
  }
}
