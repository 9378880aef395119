// biome-ignore-all lint/a11y/useSemanticElements: the cells of a drawing are SVG
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { CircuitDrawing, DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { type ActiveElement, activeElement, activePosition } from './activeElement.ts';
import { CircuitWires, WireLabels } from './circuitWires.tsx';
import { indexDrawing } from './drawingIndex.ts';
import { ElementRows } from './elementRows.tsx';
import { ElementTip } from './elementTip.tsx';
import { gridCommand } from './gridKeys.ts';
import { type GridPosition, movePosition, positionOf } from './gridMovement.ts';
import { revealingScroll } from './revealScroll.ts';
import { elementsAtSource } from './sourceElements.ts';
import { useAnchoredZoom } from './useAnchoredZoom.ts';

interface CircuitGridProps {
  readonly drawing: CircuitDrawing;
  readonly name: string;
  /** The scrolled box, which has the focus. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What a search has found, and which of it is to be shown. */
  readonly found: readonly DrawingElement[];
  readonly shown: DrawingElement | undefined;
  /** The user wants to search. */
  readonly onFind: () => void;
  readonly sourceSelection: OffsetRange | undefined;
  readonly state: PanelState['circuit'];
  readonly onState: (state: PanelState['circuit']) => void;
  readonly onReveal: (range: OffsetRange) => void;
  /** Opens a call or loop that is closed, or closes it. */
  readonly onToggle: (group: ElementGroup) => void;
  /** The user wants to see the state after an element. */
  readonly onInspect: (element: DrawingElement) => void;
  /** What lies over the drawing and scrolls with it. */
  readonly overlay: ComponentChildren;
}

type ElementGroup = NonNullable<DrawingElement['group']>;

/** What is drawn beyond the edges of the view, in pixels of the page, so that slow scrolling finds it there. */
const overscan = 400;

interface Tip {
  readonly element: DrawingElement;
  readonly by: 'pointer' | 'keyboard';
}

/**
 * The drawing as an ARIA grid of wires and moments. The scrolled box has the focus and names its active cell; only
 * elements near the view are in the page, so that a circuit of any length scrolls and answers alike.
 */
export function CircuitGrid({
  drawing,
  name,
  scroller,
  found,
  shown,
  onFind,
  sourceSelection,
  state,
  onState,
  onReveal,
  onToggle,
  onInspect,
  overlay,
}: CircuitGridProps) {
  const { zoom } = state;
  const { gutter } = drawing;
  const size = useElementSize(scroller);
  const [scroll, setScroll] = useState(state.scroll);
  const [activeId, setActiveId] = useState<ActiveElement>();
  const [focused, setFocused] = useState(false);
  const [tip, setTip] = useState<Tip>();

  const index = useMemo(() => indexDrawing(drawing), [drawing]);
  const highlighted = useMemo(() => elementsAtSource(drawing.elements, sourceSelection), [drawing, sourceSelection]);
  const foundIds = useMemo(() => new Set(found.map(({ id }) => id)), [found]);
  const active = useMemo(() => activePosition(index, activeId), [index, activeId]);

  const view = { width: size?.width ?? 0, height: size?.height ?? 0 };
  // Coarse steps of the scroll offset, so that a drawing is computed anew only every so often.
  const left = Math.floor(scroll.left / 100) * 100;
  const top = Math.floor(scroll.top / 100) * 100;
  const visible = useMemo(
    () =>
      index.elementsIn({
        left: (left - overscan) / zoom,
        top: (top - overscan) / zoom,
        right: (left + view.width + 100 + overscan) / zoom,
        bottom: (top + view.height + 100 + overscan) / zoom,
      }),
    [index, zoom, left, top, view.width, view.height],
  );
  const inPage = active === undefined || visible.includes(active.element) ? visible : [...visible, active.element];

  const setZoom = (next: number) => {
    if (next !== zoom) onState({ ...state, zoom: next });
  };
  useAnchoredZoom(scroller, zoom, setZoom);

  const restored = useRef(state.scroll);
  useLayoutEffect(() => {
    scroller.current?.scrollTo(restored.current);
  }, []);

  const reveal = (element: DrawingElement) => {
    const { current } = scroller;
    if (current !== null) current.scrollTo(revealingScroll(element, current, gutter, zoom));
  };

  useEffect(() => {
    const { current } = scroller;
    if (current === null || highlighted.size === 0) return;
    const marked = drawing.elements.filter(({ id }) => highlighted.has(id));
    const inView = marked.some(
      ({ x, width }) =>
        x * zoom >= current.scrollLeft + gutter * zoom &&
        (x + width) * zoom <= current.scrollLeft + current.clientWidth,
    );
    const [first] = marked;
    if (!inView && first !== undefined) reveal(first);
  }, [highlighted]);

  useEffect(() => {
    if (shown === undefined) return;
    setActiveId(activeElement({ element: shown, wire: shown.firstWire }));
    reveal(shown);
  }, [shown]);

  const toggle = (position: GridPosition, group: ElementGroup) => {
    setActiveId(activeElement(position));
    setTip(undefined);
    onToggle(group);
  };
  const revealSource = ({ source }: DrawingElement) => {
    if (source !== undefined) onReveal(source);
  };

  const handleKey = (event: KeyboardEvent) => {
    const command = gridCommand(event, zoom);
    switch (command?.kind) {
      case undefined:
        return;
      case 'find':
        event.preventDefault();
        event.stopPropagation();
        onFind();
        return;
      case 'zoom':
        event.preventDefault();
        // The editor would take the same keys for its own zoom.
        event.stopPropagation();
        setZoom(command.zoom);
        return;
      case 'dismiss':
        setTip(undefined);
        return;
      case 'inspect':
        if (active !== undefined) onInspect(active.element);
        return;
      case 'toggle':
      case 'reveal':
        if (active === undefined) return;
        event.preventDefault();
        if (command.kind === 'toggle' && active.element.group !== undefined) toggle(active, active.element.group);
        else revealSource(active.element);
        return;
      case 'move': {
        const next = active && movePosition(index, active, command.key, command.withControl);
        if (next === undefined) return;
        event.preventDefault();
        setActiveId(activeElement(next));
        setTip({ element: next.element, by: 'keyboard' });
        reveal(next.element);
      }
    }
  };

  const elementAt = (event: Event): DrawingElement | undefined => {
    if (!(event.target instanceof Element)) return undefined;
    const id = event.target.closest('[data-element]')?.getAttribute('data-element');
    return id === null || id === undefined ? undefined : inPage.find((element) => String(element.id) === id);
  };

  return (
    <div class="circuit-view">
      <div
        class="circuit-scroll"
        ref={scroller}
        role="grid"
        aria-label={`Circuit ${name}, by wire and moment`}
        aria-rowcount={drawing.wires.length}
        aria-colcount={drawing.columns.length}
        aria-readonly="true"
        aria-activedescendant={active === undefined ? undefined : `element-${active.element.id}`}
        tabIndex={0}
        onKeyDown={handleKey}
        onFocus={() => {
          setFocused(true);
          if (active !== undefined && scroller.current?.matches(':focus-visible')) {
            setTip({ element: active.element, by: 'keyboard' });
          }
        }}
        onBlur={() => {
          setFocused(false);
          setTip(undefined);
        }}
        onScroll={(event) => {
          setScroll({ left: event.currentTarget.scrollLeft, top: event.currentTarget.scrollTop });
          setTip((current) => (current?.by === 'pointer' ? undefined : current));
        }}
        onScrollEnd={(event) =>
          onState({ ...state, scroll: { left: event.currentTarget.scrollLeft, top: event.currentTarget.scrollTop } })
        }
        onPointerOver={(event) => {
          const element = elementAt(event);
          setTip(element === undefined ? undefined : { element, by: 'pointer' });
        }}
        onPointerLeave={() => setTip(undefined)}
        onClick={(event) => {
          const element = elementAt(event);
          const position = positionOf(element);
          if (element === undefined || position === undefined) return;
          const isMark = event.target instanceof Element && event.target.closest('[data-group-mark]') !== null;
          if (isMark && element.group !== undefined) toggle(position, element.group);
          else {
            setActiveId(activeElement(position));
            revealSource(element);
          }
        }}
      >
        <div class="circuit-canvas" role="presentation">
          <svg
            class="circuit-drawing"
            role="presentation"
            width={drawing.width * zoom}
            height={drawing.height * zoom}
            viewBox={`0 0 ${drawing.width} ${drawing.height}`}
          >
            <CircuitWires drawing={drawing} gutter={gutter} />
            <ElementRows
              wires={drawing.wires}
              elements={inPage}
              highlighted={highlighted}
              found={foundIds}
              shown={shown}
              active={focused ? active?.element : undefined}
            />
          </svg>
          {overlay}
          <WireLabels drawing={drawing} gutter={gutter} zoom={zoom} lifted={scroll.left > 0} />
        </div>
      </div>
      {tip !== undefined && <ElementTip element={tip.element} zoom={zoom} scroll={scroll} view={view} />}
    </div>
  );
}
