import type { ComponentChildren, RefObject } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { CircuitParametersAnswer, GateChoice, ShiftDirection } from '#core/protocol/circuitEditing.ts';
import { dropPlace, type PlacingGround, qubitAt } from './dropPlace.ts';
import { DropPreview } from './dropPreview.tsx';
import { type DrawnFile, EditingContext } from './editingChannel.ts';
import { type EditCommand, editCommand } from './editKeys.ts';
import { type EditStatus, EditStatusLine } from './editStatus.tsx';
import { ElementMenu } from './elementMenu.tsx';
import { columnBehind, hasParameters, heldHeight, referenceTo } from './elementReference.ts';
import { frameAround } from './frames.ts';
import { type ChosenItem, GatePalette } from './gatePalette.tsx';
import { GesturesInOrder, type PlannedGesture } from './gesturesInOrder.ts';
import { type PaletteItem, paletteItems, qubitsFrom } from './paletteItems.ts';
import { ParameterField } from './parameterField.tsx';
import { type HeldObject, useHeldObject } from './useHeldObject.ts';

interface EditedDrawing extends DrawnFile {
  /** Why the file cannot be edited; undefined where it can. */
  readonly readOnly: string | undefined;
  readonly ground: PlacingGround;
  /** The elements that are in the page. */
  readonly elements: readonly DrawingElement[];
  /** Where the keyboard is; undefined in an empty circuit. */
  readonly active: { readonly element: DrawingElement; readonly wire: number } | undefined;
  readonly zoom: number;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly isPaletteOpen: boolean;
  readonly onPalette: (isOpen: boolean) => void;
  readonly onReveal: (range: OffsetRange) => void;
  /** Comes to an element with the keyboard. */
  readonly goTo: (element: DrawingElement) => void;
  /** The element that shows a piece of the source. */
  readonly locate: (source: OffsetRange) => Promise<DrawingElement | undefined>;
}

type Held =
  | { readonly kind: 'item'; readonly item: PaletteItem; readonly parameters: readonly string[] }
  | { readonly kind: 'element'; readonly element: DrawingElement; readonly wire: number };

interface OpenField {
  readonly element: DrawingElement;
  readonly written: Extract<CircuitParametersAnswer, { kind: 'parameters' }>;
  readonly fault: string | undefined;
}

/** What the grid of a drawing needs to be edited in. */
export interface CircuitEditingView {
  /** Whether a key was for editing. */
  readonly handleKey: (event: KeyboardEvent) => boolean;
  /** The pointer went down on an element. */
  readonly handleHold: (event: PointerEvent, element: DrawingElement) => void;
  readonly handleMenu: (event: MouseEvent, element: DrawingElement | undefined) => void;
  readonly handleDoubleClick: (element: DrawingElement) => void;
  /** Drawn into the drawing. */
  readonly preview: ComponentChildren;
  /** Beside the drawing. */
  readonly palette: ComponentChildren;
  /** Over the drawing. */
  readonly overlay: ComponentChildren;
  readonly isDragging: boolean;
}

/** Editing a circuit in its drawing: what the user does becomes gestures, which the host makes edits of the source. */
export function useCircuitEditing(drawing: EditedDrawing): CircuitEditingView {
  const channel = useContext(EditingContext);
  const latest = useRef(drawing);
  latest.current = drawing;
  const { active, elements, ground, isPaletteOpen, onPalette, readOnly, scroller, version, zoom } = drawing;
  const [status, setStatus] = useState<EditStatus>();
  const [gates, setGates] = useState<readonly GateChoice[]>();
  const [field, setField] = useState<OpenField>();
  const [menu, setMenu] = useState<DrawingElement>();
  const search = useRef<HTMLInputElement>(null);
  const placed = useRef<{ readonly version: number; readonly statement: OffsetRange }>(undefined);

  const gestures = useMemo(
    () =>
      channel &&
      new GesturesInOrder(
        channel,
        () => latest.current,
        (outcome) => {
          if (outcome.kind === 'applied') {
            setStatus({ kind: 'done', text: `${outcome.label}: done.` });
            setField(undefined);
            if (outcome.statement) placed.current = { version: outcome.version, statement: outcome.statement };
            void comeToPlaced();
            return;
          }
          setField((open) => open && { ...open, fault: outcome.reason });
          refuse(outcome.reason, outcome.source, outcome.offer === 'write-out');
        },
      ),
    [channel],
  );

  // What the next key is about: where the keyboard is, or already what was placed last.
  const target = useRef(active?.element);
  const seen = useRef(active?.element);
  if (seen.current !== active?.element) {
    seen.current = active?.element;
    target.current = active?.element;
  }

  const comeToPlaced = async () => {
    const awaited = placed.current;
    if (awaited === undefined || latest.current.version < awaited.version) return;
    placed.current = undefined;
    const element = await latest.current.locate(awaited.statement);
    if (element === undefined) return;
    latest.current.goTo(element);
    target.current = element;
  };
  useEffect(() => {
    void comeToPlaced().then(() => gestures?.drawn(version));
  }, [version, elements]);

  useEffect(() => {
    if (!isPaletteOpen || channel === undefined) return;
    void channel.gates(drawing.file).then(setGates);
  }, [isPaletteOpen, channel, version]);
  useEffect(() => {
    if (isPaletteOpen) search.current?.focus();
  }, [isPaletteOpen]);

  const refuse = (text: string, source?: OffsetRange, canWriteOut = false) => {
    const reference = asked.current;
    const writeOut = () => {
      setStatus(undefined);
      if (reference !== undefined) gestures?.add(() => ({ kind: 'write-out', element: reference }));
    };
    setStatus({
      kind: 'refused',
      text,
      source,
      onWriteOut: canWriteOut && reference !== undefined ? writeOut : undefined,
    });
  };

  /** What the last gesture was about. */
  const asked = useRef<ReturnType<typeof referenceTo>>(undefined);
  const perform = (gesture: PlannedGesture) => {
    setStatus(undefined);
    if (readOnly !== undefined) refuse(readOnly);
    else gestures?.add(gesture);
  };
  const performOn = (
    element: () => DrawingElement | undefined,
    gesture: (reference: NonNullable<ReturnType<typeof referenceTo>>) => ReturnType<PlannedGesture>,
  ) =>
    perform(() => {
      const found = element();
      const reference = found && referenceTo(found);
      asked.current = reference;
      return reference && gesture(reference);
    });
  const activeElement = () => target.current;

  const openField = (element: DrawingElement) => {
    const reference = referenceTo(element);
    if (channel === undefined || reference === undefined) return;
    setStatus(undefined);
    if (readOnly !== undefined) {
      refuse(readOnly);
      return;
    }
    asked.current = reference;
    void channel.parameters(latest.current, reference).then((answer) => {
      if (answer.kind === 'parameters') setField({ element, written: answer, fault: undefined });
      else refuse(answer.reason, answer.source, answer.offer === 'write-out');
    });
  };
  const backToGrid = () => scroller.current?.focus();
  const shift = (direction: ShiftDirection) =>
    performOn(activeElement, (element) => ({ kind: 'shift', element, direction }));
  const remove = () => performOn(activeElement, (element) => ({ kind: 'delete', elements: [element] }));

  const follow = (command: EditCommand): boolean => {
    switch (command.kind) {
      case 'palette':
        if (isPaletteOpen) search.current?.focus();
        else onPalette(true);
        return true;
      case 'delete':
        remove();
        return true;
      case 'shift':
        shift(command.direction);
        return true;
      case 'parameters':
        if (active !== undefined) openField(active.element);
        return true;
      case 'enter':
        if (active === undefined || !hasParameters(active.element)) return false;
        openField(active.element);
        return true;
      case 'menu':
        setMenu(active?.element);
        return true;
      case 'undo':
        // The editor takes the focus for that, and gives it back to the page as a whole.
        window.addEventListener('focus', backToGrid, { once: true });
        channel?.undo(drawing.file, command.what);
        return true;
    }
  };

  const pointOn = ({ x, y }: { readonly x: number; readonly y: number }) => {
    const box = scroller.current?.querySelector('.circuit-drawing')?.getBoundingClientRect();
    return box === undefined ? undefined : { x: (x - box.left) / zoom, y: (y - box.top) / zoom };
  };
  const placeOf = ({ held, point }: HeldObject<Held>) => {
    const view = scroller.current?.getBoundingClientRect();
    const on = pointOn(point);
    if (view === undefined || on === undefined) return undefined;
    if (point.x < view.left || point.x > view.right || point.y < view.top || point.y > view.bottom) return undefined;
    const others = held.kind === 'element' ? elements.filter(({ id }) => id !== held.element.id) : elements;
    return dropPlace(ground, others, on);
  };
  const qubitNames = useMemo(
    () => ground.wires.filter(({ kind }) => kind === 'qubit').map(({ label }) => label),
    [ground.wires],
  );
  const wiresOf = (held: Held, wire: number) =>
    held.kind === 'item' ? qubitsFrom(wire, held.item.qubits.length, qubitNames.length) : [wire];

  const { dragged, hold } = useHeldObject<Held>((dropped) => {
    const place = placeOf(dropped);
    if (place === undefined) return;
    const { held } = dropped;
    const { before, frame, wire } = place;
    const within = frame && referenceTo(frame);
    if (held.kind === 'item') {
      const operation = held.item.operation(wiresOf(held, wire), held.parameters);
      perform(() => ({ kind: 'place', operation, before, within }));
      backToGrid();
      return;
    }
    const wires = wire === held.wire ? [] : [{ from: held.wire, to: wire }];
    performOn(
      () => held.element,
      (element) => ({ kind: 'move', element, before, within, wires }),
    );
  });
  const preview = dragged && placeOf(dragged);

  const placeChosen = ({ item, parameters, qubits, side }: ChosenItem) => {
    const operation = item.operation(qubits, parameters);
    perform(() => {
      const { active: at, elements: drawn, ground: now } = latest.current;
      const behind = at === undefined ? 0 : columnBehind(at.element, now.columns);
      const before = side === 'end' ? now.columns.length : side === 'behind' ? behind : (at?.element.column ?? 0);
      const frame = at && side !== 'end' ? frameAround(drawn, at.element) : undefined;
      return { kind: 'place', operation, before, within: frame && referenceTo(frame) };
    });
    backToGrid();
  };

  const boxOf = ({ height, x, y }: DrawingElement) => {
    const { current } = scroller;
    const [scrolledLeft, scrolledTop] = [current?.scrollLeft ?? 0, current?.scrollTop ?? 0];
    const [width, tall] = [current?.clientWidth ?? 0, current?.clientHeight ?? 0];
    return {
      left: Math.max(4, Math.min(x * zoom - scrolledLeft, width - 210)),
      top: Math.max(4, Math.min((y + height) * zoom - scrolledTop + 14, tall - 90)),
    };
  };

  return {
    handleKey(event) {
      const command = channel && editCommand(event);
      if (command === undefined || !follow(command)) return false;
      event.preventDefault();
      // The editor would take the same keys for what it does.
      event.stopPropagation();
      return true;
    },
    handleHold(event, element) {
      if (channel === undefined || readOnly !== undefined || element.group?.isOpen === true) return;
      const on = pointOn({ x: event.clientX, y: event.clientY });
      const wire = on && qubitAt(ground, heldHeight(element, on.y));
      if (wire !== undefined) hold(event, { kind: 'element', element, wire });
    },
    handleMenu(event, element) {
      if (channel === undefined || element === undefined) return;
      event.preventDefault();
      drawing.goTo(element);
      setMenu(element);
    },
    handleDoubleClick(element) {
      if (hasParameters(element)) openField(element);
    },
    preview: dragged && preview && (
      <DropPreview
        place={preview}
        ground={ground}
        label={dragged.held.kind === 'item' ? dragged.held.item.name : ''}
        wires={wiresOf(dragged.held, preview.wire)}
      />
    ),
    palette: channel !== undefined && isPaletteOpen && (
      <GatePalette
        items={gates && paletteItems(gates)}
        search={search}
        qubits={qubitNames}
        wire={active?.wire ?? 0}
        onPlace={placeChosen}
        onHold={(event, item, parameters) => hold(event, { kind: 'item', item, parameters })}
        onClose={() => {
          onPalette(false);
          backToGrid();
        }}
      />
    ),
    overlay: channel !== undefined && (
      <>
        {field !== undefined && (
          <ParameterField
            key={field.element.id}
            written={field.written}
            {...boxOf(field.element)}
            fault={field.fault}
            onEnter={(parameters) =>
              performOn(
                () => field.element,
                (element) => ({ kind: 'set-parameters', element, parameters }),
              )
            }
            onLeave={() => {
              setField(undefined);
              backToGrid();
            }}
          />
        )}
        {menu !== undefined && (
          <ElementMenu
            element={menu}
            {...boxOf(menu)}
            onParameters={() => openField(menu)}
            onShift={shift}
            onDelete={remove}
            onPlace={() => onPalette(true)}
            onWriteOut={() =>
              performOn(
                () => menu,
                (element) => ({ kind: 'write-out', element }),
              )
            }
            onReveal={() => menu.source && drawing.onReveal(menu.source)}
            onClose={(isLeft) => {
              setMenu(undefined);
              if (!isLeft) backToGrid();
            }}
          />
        )}
        <EditStatusLine
          status={field === undefined || status?.kind === 'done' ? status : undefined}
          onShowSource={(source) => drawing.onReveal(source)}
          onDismiss={() => {
            setStatus(undefined);
            backToGrid();
          }}
        />
      </>
    ),
    isDragging: dragged !== undefined,
  };
}
