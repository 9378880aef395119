// biome-ignore-all lint/a11y/useSemanticElements: the cells of a drawing are SVG
import { Component } from 'preact';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { DrawingPartShape } from './drawingPart.tsx';
import { GroupMark } from './groupMark.tsx';

interface CircuitElementProps {
  readonly element: DrawingElement;
  readonly highlighted: boolean;
  /** Whether a search has found it, and shows it. */
  readonly found: boolean | 'shown';
  readonly active: boolean;
}

/**
 * One operation, call or loop of the drawing, as a cell of the grid. While the drawing is scrolled most of them stay as
 * they are, which costs next to nothing.
 */
export class CircuitElement extends Component<CircuitElementProps> {
  override shouldComponentUpdate({ active, element, found, highlighted }: CircuitElementProps): boolean {
    const { props } = this;
    return (
      element !== props.element || active !== props.active || found !== props.found || highlighted !== props.highlighted
    );
  }

  override render({ active, element, found, highlighted }: CircuitElementProps) {
    return elementCell(element, highlighted, found, active);
  }
}

function elementCell(
  element: DrawingElement,
  highlighted: boolean,
  found: CircuitElementProps['found'],
  active: boolean,
) {
  const { x, y, width, height, id, parts } = element;
  const classes = [
    'element',
    element.source !== undefined && 'linked',
    highlighted && 'highlighted',
    found && 'found',
    found === 'shown' && 'shown',
    active && 'active',
  ];
  return (
    <g
      id={`element-${id}`}
      data-element={id}
      class={classes.filter(Boolean).join(' ')}
      role="gridcell"
      aria-colindex={element.column + 1}
      aria-label={element.description}
      aria-selected={highlighted}
      aria-expanded={element.group?.isOpen}
    >
      <rect class="element-ground" x={x - 3} y={y - 3} width={width + 6} height={height + 6} rx="4" />
      {parts.map((part, place) => (
        <DrawingPartShape key={place} part={part} isMarked={element.group !== undefined} />
      ))}
      {element.group !== undefined && <GroupMark element={element} />}
    </g>
  );
}
