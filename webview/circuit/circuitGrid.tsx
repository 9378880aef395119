// biome-ignore-all lint/a11y/useSemanticElements: the cells of a drawing are SVG
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import { descriptionTest } from '#core/circuit/drawing/descriptionSearch.ts';
import { isSelected } from '#core/circuit/drawing/sourceSelection.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import { isWhole } from '../app/panelModel.ts';
import { useElementSize } from '../ui/useElementSize.ts';
import { CircuitWires, WireLabels } from './circuitWires.tsx';
import type { DrawnFile } from './editing/editingChannel.ts';
import { useCircuitEditing } from './editing/useCircuitEditing.tsx';
import { ElementRows, type MarkElement } from './elementRows.tsx';
import { ElementShapes } from './elementShapes.tsx';
import { ElementTip } from './elementTip.tsx';
import { gridCommand } from './gridKeys.ts';
import { isGround, wireAt } from './gridTargets.ts';
import { Overview } from './minimap.tsx';
import { MissingTiles } from './missingTiles.tsx';
import { revealingScroll } from './revealScroll.ts';
import type { PartsInArea } from './tileBlocks.ts';
import { TileOutlines } from './tileOutlines.tsx';
import { useActivePosition } from './useActivePosition.ts';
import { useAnchoredZoom } from './useAnchoredZoom.ts';
import { isSameStep, useDrawnParts } from './useDrawnParts.ts';
import { useLatestAnswer } from './useLatestAnswer.ts';
import { type Scroll, useRestingScroll } from './useRestingScroll.ts';
import type { SettledDrawing } from './useSettledDrawing.ts';
import { placeAt } from './viewedArea.ts';

interface CircuitGridProps {
  readonly settled: SettledDrawing;
  /** Another number whenever more of the drawing has been loaded. */
  readonly loads: number;
  readonly name: string;
  /** The version of the file that is drawn, and why it cannot be edited if it cannot. */
  readonly drawn: DrawnFile & { readonly readOnly?: string | undefined };
  readonly isPaletteOpen: boolean;
  readonly onPalette: (isOpen: boolean) => void;
  /** Whether a qubit is to be added as soon as the drawing is there. */
  readonly isFirstQubitWanted: boolean;
  readonly onFirstQubit: () => void;
  /** The scrolled box, which has the focus. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What a search looks for, and the element it has come to. */
  readonly query: string;
  readonly shown: DrawingElement | undefined;
  /** Another object whenever the user wants to be led there. */
  readonly lead: object | undefined;
  /** The user wants to search. */
  readonly onFind: () => void;
  readonly sourceSelection: OffsetRange | undefined;
  readonly state: PanelState['circuit'];
  readonly onState: (state: PanelState['circuit']) => void;
  /** @param keepsFocus whether the keyboard stays here */
  readonly onReveal: (range: OffsetRange, keepsFocus?: boolean) => void;
  /** Opens a call or loop that is closed, or closes it. */
  readonly onToggle: (group: ElementGroup) => void;
  /** The user wants to see the state after an element. */
  readonly onInspect: (element: DrawingElement) => void;
  /** What lies over the drawing and scrolls with it. */
  readonly overlay: ComponentChildren;
}

type ElementGroup = NonNullable<DrawingElement['group']>;

/** Until the page has been laid out. */
const noSize = { width: 0, height: 0 };

interface Tip {
  readonly element: DrawingElement;
  readonly by: 'pointer' | 'keyboard';
}

/**
 * The drawing as an ARIA grid of wires and moments. The scrolled box has the focus and names its active cell; only
 * elements near the view are in the page, so that a circuit of any length scrolls and answers alike.
 */
export function CircuitGrid({
  settled,
  loads,
  name,
  drawn,
  isPaletteOpen,
  onPalette,
  isFirstQubitWanted,
  onFirstQubit,
  scroller,
  query,
  shown,
  lead,
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
  const { ask, circuit, tiles } = settled;
  const { frame } = circuit.drawing;
  const { gutter } = frame;
  const size = useElementSize(scroller) ?? noSize;
  const [scroll, setScroll] = useState<Scroll>(state.scroll);
  const keepScroll = useRestingScroll((rested) => onState({ ...state, scroll: rested }));
  const [focused, setFocused] = useState(false);
  const [tip, setTip] = useState<Tip>();
  const { goTo, move, position: active } = useActivePosition(settled);

  const question = useMemo(
    () => sourceSelection && { kind: 'at-source' as const, selection: sourceSelection },
    [sourceSelection],
  );
  const atSource = useLatestAnswer(ask, question)?.answer;
  const selected = atSource?.kind === 'at-source' ? atSource.selected : undefined;
  const isHighlighted = ({ source }: DrawingElement) => selected !== undefined && isSelected(source, selected);
  const drawnParts = useDrawnParts(settled, loads, { scroll, size, zoom });
  const { elements: visible, missing, near, outlines, parts } = drawnParts;
  // The element the keyboard is at is in the page wherever it is.
  const shownParts = useMemo(() => {
    const marked = drawnParts.isOutlined && atSource?.kind === 'at-source' ? atSource.first : undefined;
    const others = new Map<number, DrawingElement>();
    for (const element of [active?.element, marked]) {
      if (element !== undefined && !isIn(element, near, parts)) others.set(element.id, element);
    }
    return others.size === 0 ? parts : { ...parts, spanning: [...parts.spanning, ...others.values()] };
  }, [parts, active?.element, atSource]);

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
    if (current === null || atSource?.kind !== 'at-source' || atSource.first === undefined) return;
    const [start, end] = [current.scrollLeft + gutter * zoom, current.scrollLeft + current.clientWidth];
    const isInView = ({ width, x }: DrawingElement) => x * zoom >= start && (x + width) * zoom <= end;
    if (!visible.some((element) => isHighlighted(element) && isInView(element))) reveal(atSource.first);
  }, [atSource]);

  useEffect(() => {
    if (shown === undefined) return;
    goTo(shown);
    reveal(shown);
  }, [lead]);

  const toggle = (element: DrawingElement, group: ElementGroup) => {
    goTo(element);
    setTip(undefined);
    onToggle(group);
  };
  const revealSource = ({ source }: DrawingElement, keepsFocus = false) => {
    if (source !== undefined) onReveal(source, keepsFocus);
  };

  const editing = useCircuitEditing({
    file: drawn.file,
    version: drawn.version,
    readOnly: drawn.readOnly,
    ground: frame,
    elements: visible,
    active,
    zoom,
    scroller,
    isPaletteOpen,
    onPalette,
    onReveal,
    goTo: (element) => {
      goTo(element);
      reveal(element);
    },
    locate: async (selection) => {
      const isThere = ({ source }: DrawingElement) =>
        source !== undefined && source.start >= selection.start && source.end <= selection.end;
      const loaded = tiles.find(isThere);
      if (loaded !== undefined) return loaded;
      const answer = await ask({ kind: 'at-source', selection });
      return answer.kind === 'at-source' ? answer.first : undefined;
    },
  });

  useEffect(() => {
    if (!isFirstQubitWanted) return;
    onFirstQubit();
    editing.addQubit();
  }, [isFirstQubitWanted]);

  const marksOf = useMemo((): MarkElement => {
    const isFound = descriptionTest(query);
    const chosenIds = new Set(editing.chosen.map(({ id }) => id));
    return (element) => ({
      isHighlighted: selected !== undefined && isSelected(element.source, selected),
      found: element.id === shown?.id ? 'shown' : isFound(element.description),
      isChosen: chosenIds.has(element.id),
      active: element.id === active?.element.id && (focused ? 'focused' : true),
    });
  }, [selected, query, shown?.id, active?.element.id, focused, editing.chosen]);

  const handleKey = (event: KeyboardEvent) => {
    if (editing.handleKey(event)) return;
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
        if (command.kind === 'toggle' && active.element.group !== undefined)
          toggle(active.element, active.element.group);
        else revealSource(active.element);
        return;
      case 'move': {
        if (active === undefined) return;
        event.preventDefault();
        const from = active.element;
        const { shiftKey } = event;
        move(command.key, command.withControl, (element) => {
          editing.handleArrival(from, element, shiftKey);
          setTip({ element, by: 'keyboard' });
          reveal(element);
        });
      }
    }
  };

  const elementAt = (event: Event): DrawingElement | undefined => {
    if (!(event.target instanceof Element)) return undefined;
    const id = event.target.closest('[data-element]')?.getAttribute('data-element');
    if (id === null || id === undefined) return undefined;
    const isPointed = (element: DrawingElement) => String(element.id) === id;
    return visible.find(isPointed) ?? shownParts.spanning.find(isPointed);
  };

  /** Leads to what an outline stands for. */
  const revealOutlined = async ({ clientX, clientY }: MouseEvent) => {
    const box = scroller.current?.querySelector('.circuit-drawing')?.getBoundingClientRect();
    const place = box && placeAt(frame, (clientX - box.left) / zoom, (clientY - box.top) / zoom);
    const answer = place && (await ask({ kind: 'at-place', ...place }));
    if (answer?.kind !== 'element' || answer.element === undefined) return;
    goTo(answer.element);
    revealSource(answer.element, true);
  };

  return (
    <>
      <div class={editing.isDragging ? 'circuit-view dragging' : 'circuit-view'}>
        {editing.palette}
        <div
          class="circuit-scroll"
          ref={scroller}
          role="grid"
          aria-label={`Circuit ${name}, by wire and moment`}
          aria-rowcount={frame.wires.length}
          // How many moments there are is not known yet while only the first of them are drawn.
          aria-colcount={isWhole(circuit) ? frame.columns.length : -1}
          aria-multiselectable={true}
          aria-readonly={drawn.readOnly !== undefined}
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
            const next = scrollOf(event.currentTarget);
            setScroll((last) => (tip === undefined && isSameStep(last, next) ? last : next));
            setTip((current) => (current?.by === 'pointer' ? undefined : current));
          }}
          onScrollEnd={(event) => keepScroll(scrollOf(event.currentTarget))}
          onPointerOver={(event) => {
            const element = elementAt(event);
            setTip(element === undefined ? undefined : { element, by: 'pointer' });
          }}
          onPointerLeave={() => setTip(undefined)}
          onPointerDown={(event) => {
            const element = elementAt(event);
            if (element !== undefined || isGround(event.target)) editing.handleHold(event, element);
          }}
          onContextMenu={(event) => {
            const wire = wireAt(event.target);
            if (wire === undefined) editing.handleMenu(event, elementAt(event));
            else editing.handleWire(event, wire);
          }}
          onDblClick={(event) => {
            const element = elementAt(event);
            if (element !== undefined) editing.handleDoubleClick(element);
          }}
          onClick={(event) => {
            const element = elementAt(event);
            const wire = wireAt(event.target);
            if (wire !== undefined) {
              editing.handleWire(event, wire);
              return;
            }
            if (element === undefined) {
              if (drawnParts.isOutlined) void revealOutlined(event);
              return;
            }
            const isMark = event.target instanceof Element && event.target.closest('[data-group-mark]') !== null;
            if (isMark && element.group !== undefined) toggle(element, element.group);
            else {
              editing.handleChoice(event, element);
              goTo(element);
              // The next key is for what was clicked, not for the text.
              revealSource(element, true);
            }
          }}
        >
          <div class="circuit-canvas" role="presentation">
            <svg
              class="circuit-drawing"
              role="presentation"
              width={frame.width * zoom}
              height={frame.height * zoom}
              viewBox={`0 0 ${frame.width} ${frame.height}`}
            >
              <CircuitWires frame={frame} first={near.firstWire} last={near.lastWire} />
              <MissingTiles frame={frame} tiles={missing} />
              <TileOutlines frame={frame} outlines={outlines} />
              <ElementRows wires={frame.wires} parts={shownParts} area={near} marksOf={marksOf} />
              <ElementShapes {...shownParts} />
              {editing.preview}
            </svg>
            {overlay}
            <WireLabels
              frame={frame}
              first={near.firstWire}
              last={near.lastWire}
              zoom={zoom}
              lifted={scroll.left > 0}
            />
          </div>
        </div>
        {editing.wireButtons}
        {tip !== undefined && (
          <ElementTip
            element={tip.element}
            zoom={zoom}
            scroll={scroller.current === null ? scroll : scrollOf(scroller.current)}
            view={size}
          />
        )}
        {editing.overlay}
      </div>
      <Overview isWhole={isWhole(circuit)} ask={ask} frame={frame} scroller={scroller} size={size} zoom={zoom} />
    </>
  );
}

/** Whether an element is among those in the page. */
function isIn({ id, firstWire }: DrawingElement, { firstWire: first, lastWire: last }: GridArea, parts: PartsInArea) {
  const isThere = (element: DrawingElement) => element.id === id;
  if (parts.spanning.some(isThere)) return true;
  return firstWire >= first && firstWire <= last && parts.blocks.some(({ elements }) => elements.some(isThere));
}

function scrollOf({ scrollLeft, scrollTop }: Element): Scroll {
  return { left: scrollLeft, top: scrollTop };
}
