import type { RefObject } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ComparedDrawing, ComparedElement, ComparedSide } from '#core/circuit/drawing/comparedDrawing.ts';
import { CircuitWires, WireLabels } from '../circuit/circuitWires.tsx';
import { ElementShapes } from '../circuit/elementShapes.tsx';
import { markSigns } from './circuitChanges.ts';

interface ComparedPaneProps {
  readonly pane: RefObject<HTMLDivElement | null>;
  readonly name: string;
  readonly side: ComparedSide;
  readonly drawing: ComparedDrawing;
  /** The number of the change that is led to. */
  readonly shown: number | undefined;
  readonly onScroll: () => void;
}

/** One of two circuits that are drawn on the same wires and columns. Readers have the table of what differs. */
export function ComparedPane({ drawing, name, onScroll, pane, shown, side }: ComparedPaneProps) {
  const { gutter, height, width } = drawing;
  const [lifted, setLifted] = useState(false);
  const wires = drawing.wires[side];
  const own = useMemo(
    () => drawing.elements.filter((element) => element.side === side || element.side === 'both'),
    [drawing, side],
  );
  const block = useMemo(() => ({ key: side, elements: own.map(({ element }) => element) }), [own]);
  const frame = { width, height, gutter, wires, columns: [] };
  const marked = own.filter(({ mark }) => mark !== 'same');
  return (
    <figure class="compared-pane">
      <figcaption>
        <strong>{name}</strong>
      </figcaption>
      <section
        class="compared-scroll"
        ref={pane}
        aria-label={`Circuit of ${name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          setLifted(event.currentTarget.scrollLeft > 0);
          onScroll();
        }}
      >
        <div class="circuit-canvas">
          <svg
            class="circuit-drawing"
            role="img"
            aria-label={`Drawing of the circuit of ${name}, of which ${marked.length} parts are marked`}
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
          >
            <CircuitWires frame={frame} first={0} last={wires.length - 1} />
            <ElementShapes blocks={[block]} spanning={[]} />
            {marked.map((each) => (
              <Mark key={each.element.id} marked={each} isShown={each.element.id === shown} />
            ))}
          </svg>
          <WireLabels frame={frame} first={0} last={wires.length - 1} zoom={1} lifted={lifted} />
        </div>
      </section>
    </figure>
  );
}

/** How far the outline of a mark is around its element, and how large its sign is, in pixels. */
const reach = 4;
const signRadius = 7;

function Mark({ isShown, marked: { element, mark } }: { readonly marked: ComparedElement; readonly isShown: boolean }) {
  if (mark === 'same') return null;
  const { height, width, x, y } = element;
  const [cx, cy] = [x + width + reach, y - reach];
  return (
    <g class={`difference-mark ${mark}${isShown ? ' shown' : ''}`}>
      <rect x={x - reach} y={y - reach} width={width + 2 * reach} height={height + 2 * reach} rx="4" />
      <circle cx={cx} cy={cy} r={signRadius} />
      <text x={cx} y={cy}>
        {markSigns[mark]}
      </text>
    </g>
  );
}
