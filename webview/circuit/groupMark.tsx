import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/** The small square with a plus or a minus that opens a call or loop, or closes it. */
export function GroupMark({ element }: { readonly element: DrawingElement }) {
  const [x, y] = markPlace(element);
  const isOpen = element.group?.isOpen ?? false;
  return (
    <g class="group-mark" data-element={element.id} data-group-mark="">
      <rect x={x} y={y} width="10" height="10" rx="2" />
      <path d={`M${x + 2.5} ${y + 5}h5${isOpen ? '' : `M${x + 5} ${y + 2.5}v5`}`} />
    </g>
  );
}

/** In the upper left corner of the box or frame. */
function markPlace({ parts }: DrawingElement): readonly [number, number] {
  for (const part of parts) if (part.kind === 'box' || part.kind === 'frame') return [part.x + 3.5, part.y + 3];
  return [0, 0];
}
