// biome-ignore-all lint/a11y/useSemanticElements: the cells of a drawing are SVG
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { CircuitDrawing, DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import { formatCount } from '../format/numbers.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { CircuitWires, WireLabels } from './circuitWires.tsx';
import { indexDrawing } from './drawingIndex.ts';
import { DrawingPartShape } from './drawingPart.tsx';
import { firstPosition, type GridPosition, movePosition, positionOf } from './gridMovement.ts';
import { GroupMark } from './groupMark.tsx';
import { elementsAtSource } from './sourceElements.ts';
import { anchoredScroll, zoomIn, zoomOut } from './zoom.ts';

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
}

type ElementGroup = NonNullable<DrawingElement['group']>;

/** The element the keyboard is at; calls and loops are found again when opening one renumbers the others. */
interface ActiveElement {
  readonly id: number;
  readonly wire: number;
  readonly group: string | undefined;
}

/** What is drawn beyond the edges of the view, in pixels of the page, so that slow scrolling finds it there. */
const overscan = 400;

/** The widest a tip gets in the style sheet. */
const tipWidth = 320;

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
}: CircuitGridProps) {
  const { zoom } = state;
  const size = useElementSize(scroller);
  const [scroll, setScroll] = useState(state.scroll);
  const [activeId, setActiveId] = useState<ActiveElement>();
  const [focused, setFocused] = useState(false);
  const [tip, setTip] = useState<Tip>();

  const index = useMemo(() => indexDrawing(drawing), [drawing]);
  const highlighted = useMemo(() => elementsAtSource(drawing.elements, sourceSelection), [drawing, sourceSelection]);
  const active = useMemo((): GridPosition | undefined => {
    const isActive = ({ group, id }: DrawingElement) =>
      activeId?.group === undefined ? id === activeId?.id : group?.key === activeId.group;
    const element = drawing.elements.find(isActive);
    if (element === undefined) return firstPosition(index);
    return { element, wire: activeId?.wire ?? element.firstWire };
  }, [drawing, index, activeId]);

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

  const { gutter } = drawing;
  const zoomAnchor = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const lastZoom = useRef(zoom);
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null || lastZoom.current === zoom) return;
    const anchor = zoomAnchor.current ?? { x: current.clientWidth / 2, y: current.clientHeight / 2 };
    current.scrollTo({
      left: anchoredScroll(current.scrollLeft, anchor.x, lastZoom.current, zoom),
      top: anchoredScroll(current.scrollTop, anchor.y, lastZoom.current, zoom),
    });
    zoomAnchor.current = undefined;
    lastZoom.current = zoom;
  }, [zoom]);

  const restored = useRef(state.scroll);
  useLayoutEffect(() => {
    scroller.current?.scrollTo(restored.current);
  }, []);

  const reveal = ({ x, y, width, height }: DrawingElement) => {
    const { current } = scroller;
    if (current === null) return;
    const space = 12;
    const box = {
      left: x * zoom - space - gutter * zoom,
      right: (x + width) * zoom + space,
      top: y * zoom - space,
      bottom: (y + height) * zoom + space,
    };
    current.scrollTo({
      left: nearestScroll(current.scrollLeft, current.clientWidth, box.left, box.right),
      top: nearestScroll(current.scrollTop, current.clientHeight, box.top, box.bottom),
    });
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

  const foundIds = useMemo(() => new Set(found.map(({ id }) => id)), [found]);
  useEffect(() => {
    if (shown === undefined) return;
    setActiveId(activeElement({ element: shown, wire: shown.firstWire }));
    reveal(shown);
  }, [shown]);

  const activate = (position: GridPosition) => {
    setActiveId(activeElement(position));
    setTip({ element: position.element, by: 'keyboard' });
    reveal(position.element);
  };
  const setZoom = (next: number, anchor?: { readonly x: number; readonly y: number }) => {
    zoomAnchor.current = anchor;
    if (next !== zoom) onState({ ...state, zoom: next });
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.key === '/' || (event.key === 'f' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopPropagation();
      onFind();
      return;
    }
    const zoomed = zoomForKey(event.key, zoom);
    if (zoomed !== undefined && !event.altKey) {
      event.preventDefault();
      // The editor would take the same keys for its own zoom.
      event.stopPropagation();
      setZoom(zoomed);
      return;
    }
    if (event.key === 'Escape') setTip(undefined);
    if (active === undefined || event.altKey || event.metaKey) return;
    if (event.key === ' ' && active.element.group !== undefined) {
      event.preventDefault();
      setActiveId(activeElement(active));
      setTip(undefined);
      onToggle(active.element.group);
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (active.element.source !== undefined) onReveal(active.element.source);
      return;
    }
    const next = movePosition(index, active, event.key, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    activate(next);
  };

  useEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    const zoomByWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = current.getBoundingClientRect();
      setZoom(event.deltaY < 0 ? zoomIn(zoom) : zoomOut(zoom), {
        x: event.clientX - box.left,
        y: event.clientY - box.top,
      });
    };
    current.addEventListener('wheel', zoomByWheel, { passive: false });
    return () => current.removeEventListener('wheel', zoomByWheel);
  });

  const inPage = active === undefined || visible.includes(active.element) ? visible : [...visible, active.element];
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
          setActiveId(activeElement(position));
          const isMark = event.target instanceof Element && event.target.closest('[data-group-mark]') !== null;
          if (isMark && element.group !== undefined) {
            setTip(undefined);
            onToggle(element.group);
            return;
          }
          if (element.source !== undefined) onReveal(element.source);
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
            {byFirstWire(inPage).map(([wire, elements]) => (
              <g key={wire} role="row" aria-rowindex={wire + 1} aria-label={wireName(drawing.wires[wire])}>
                {elements.map((element) => (
                  <CircuitElement
                    key={element.id}
                    element={element}
                    highlighted={highlighted.has(element.id)}
                    found={element === shown ? 'shown' : foundIds.has(element.id)}
                    active={focused && element === active?.element}
                  />
                ))}
              </g>
            ))}
          </svg>
          <WireLabels drawing={drawing} gutter={gutter} zoom={zoom} lifted={scroll.left > 0} />
        </div>
      </div>
      {tip !== undefined && <ElementTip element={tip.element} zoom={zoom} scroll={scroll} view={view} />}
    </div>
  );
}

interface CircuitElementProps {
  readonly element: DrawingElement;
  readonly highlighted: boolean;
  /** Whether a search has found it, and shows it. */
  readonly found: boolean | 'shown';
  readonly active: boolean;
}

function CircuitElement({ element, highlighted, found, active }: CircuitElementProps) {
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

interface ElementTipProps {
  readonly element: DrawingElement;
  readonly zoom: number;
  readonly scroll: { readonly left: number; readonly top: number };
  readonly view: { readonly width: number; readonly height: number };
}

/** The description of an element, under it or, where that would leave the view, above it. */
function ElementTip({ element, zoom, scroll, view }: ElementTipProps) {
  const x = (element.x + element.width / 2) * zoom - scroll.left;
  const above = element.y * zoom - scroll.top;
  const below = (element.y + element.height) * zoom - scroll.top;
  const isBelow = below + 60 < view.height || above < 60;
  const place = isBelow ? Math.min(below + 8, Math.max(8, view.height - 56)) : view.height - above + 8;
  return (
    <div
      class="element-tip"
      role="tooltip"
      style={{
        left: `${Math.max(8, Math.min(x - 24, view.width - tipWidth - 8))}px`,
        ...(isBelow ? { top: `${place}px` } : { bottom: `${place}px` }),
      }}
    >
      <p>{element.description}</p>
      {element.group !== undefined && (
        <p class="element-tip-hint">
          {element.group.isOpen
            ? 'Space, or the minus in its corner, closes it'
            : 'Space, or the plus in its corner, shows what is in it'}
        </p>
      )}
      {element.source !== undefined && <p class="element-tip-hint">Click or Enter shows it in the editor</p>}
    </div>
  );
}

function activeElement({ element, wire }: GridPosition): ActiveElement {
  return { id: element.id, wire, group: element.group?.key };
}

function byFirstWire(elements: readonly DrawingElement[]): readonly (readonly [number, readonly DrawingElement[]])[] {
  const rows = new Map<number, DrawingElement[]>();
  for (const element of elements) {
    const row = rows.get(element.firstWire);
    if (row === undefined) rows.set(element.firstWire, [element]);
    else row.push(element);
  }
  return [...rows].sort(([one], [other]) => one - other);
}

function wireName(wire: DrawingWire | undefined): string {
  if (wire === undefined) return '';
  return wire.size === undefined ? wire.label : `${wire.label}, ${formatCount(wire.size, 'bit')}`;
}

/** The smallest change of a scroll offset after which a span is in view; its start wins if it is too long. */
function nearestScroll(offset: number, length: number, start: number, end: number): number {
  if (start < offset) return Math.max(0, start);
  if (end > offset + length) return Math.min(start, end - length);
  return offset;
}

function zoomForKey(key: string, zoom: number): number | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomIn(zoom);
    case '-':
      return zoomOut(zoom);
    case '0':
      return 1;
    default:
      return undefined;
  }
}
