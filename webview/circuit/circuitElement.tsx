// biome-ignore-all lint/a11y/useSemanticElements: the cells of a drawing are SVG
import { Component } from 'preact';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/** How an element stands out. */
export interface ElementMarks {
  /** It is drawn from where the cursor is in the source. */
  readonly isHighlighted: boolean;
  /** It is selected, for what is done next. */
  readonly isChosen: boolean;
  /** A search has found it, and shows it. */
  readonly found: boolean | 'shown';
  /** The keyboard is at it, and in the drawing. */
  readonly active: boolean | 'focused';
}

interface CircuitElementProps extends ElementMarks {
  readonly element: DrawingElement;
}

/** How far the ground of an element reaches beyond it, in pixels. */
const reach = 3;

/**
 * One operation, call or loop of the drawing, as a cell of the grid: its name, its ground, and what the pointer finds. While
 * the drawing is scrolled most of them stay as they are, which costs next to nothing.
 */
export class CircuitElement extends Component<CircuitElementProps> {
  override shouldComponentUpdate({ active, element, found, isChosen, isHighlighted }: CircuitElementProps): boolean {
    const { props } = this;
    return (
      element !== props.element ||
      active !== props.active ||
      found !== props.found ||
      isHighlighted !== props.isHighlighted ||
      isChosen !== props.isChosen
    );
  }

  override render({ active, element, found, isChosen, isHighlighted }: CircuitElementProps) {
    const { x, y, width, height, id } = element;
    return (
      <rect
        id={active === false ? undefined : `element-${id}`}
        data-element={id}
        class={classesOf(element, { isHighlighted, isChosen, found, active })}
        role="gridcell"
        aria-colindex={element.column + 1}
        aria-label={element.description}
        aria-selected={isHighlighted || isChosen}
        aria-expanded={element.group?.isOpen}
        x={x - reach}
        y={y - reach}
        width={width + 2 * reach}
        height={height + 2 * reach}
      />
    );
  }
}

function classesOf({ source }: DrawingElement, { active, found, isChosen, isHighlighted }: ElementMarks): string {
  if (!isHighlighted && !isChosen && found === false && active !== 'focused') {
    return source === undefined ? 'element' : 'element linked';
  }
  const classes = [
    'element',
    source !== undefined && 'linked',
    isHighlighted && 'highlighted',
    isChosen && 'chosen',
    found && 'found',
    found === 'shown' && 'shown',
    active === 'focused' && 'active',
  ];
  return classes.filter(Boolean).join(' ');
}
