import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { CircuitParametersAnswer, GateChoice, ShiftDirection } from '#core/protocol/circuitEditing.ts';
import { ChoiceArea } from './choiceArea.tsx';
import {
  type Corners,
  chosenCount,
  chosenText,
  elementsBetween,
  elementsWithin,
  toggled,
  wiresMoved,
} from './chosenElements.ts';
import type { CircuitEditingView } from './circuitEditingView.ts';
import { freeQubits, isControlled } from './controlWires.ts';
import { qubitAt } from './dropPlace.ts';
import { DropPreview } from './dropPreview.tsx';
import { useEdgeScroll } from './edgeScroll.ts';
import type { EditedDrawing, Held } from './editedDrawing.ts';
import { EditingContext } from './editingChannel.ts';
import { type ClipboardCommand, type EditCommand, editCommand } from './editKeys.ts';
import { changeNote, EditStatusLine } from './editStatus.tsx';
import { ElementMenu } from './elementMenu.tsx';
import { columnBehind, hasParameters, heldHeight, referenceTo } from './elementReference.ts';
import { calledIn, frameAround } from './frames.ts';
import { type ChosenItem, GatePalette } from './gatePalette.tsx';
import { heldPlace, heldWires } from './heldPlace.ts';
import { placeBelow } from './menuPlace.ts';
import { paletteItems } from './paletteItems.ts';
import { ParameterField } from './parameterField.tsx';
import { useChosenElements } from './useChosenElements.ts';
import { useGestures } from './useGestures.ts';
import { type HeldObject, useHeldObject } from './useHeldObject.ts';
import { useWireEditing } from './useWireEditing.tsx';

/** On so many qubits a menu offers a control. */
const mostOffered = 4;

interface OpenField {
  readonly element: DrawingElement;
  readonly written: Extract<CircuitParametersAnswer, { kind: 'parameters' }>;
  readonly fault: string | undefined;
}

/** Editing a circuit in its drawing: what the user does becomes gestures, which the host makes edits of the source. */
export function useCircuitEditing(drawing: EditedDrawing): CircuitEditingView {
  const channel = useContext(EditingContext);
  const latest = useRef(drawing);
  latest.current = drawing;
  const { active, elements, ground, isPaletteOpen, onPalette, readOnly, scroller, version, zoom } = drawing;
  const [gates, setGates] = useState<readonly GateChoice[]>();
  const [field, setField] = useState<OpenField>();
  const [menu, setMenu] = useState<DrawingElement>();
  const search = useRef<HTMLInputElement>(null);
  const { chosen, choose, chosenNow } = useChosenElements(ground);
  const { asked, meant, perform, performOn, refuse, setStatus, status, target } = useGestures({
    channel,
    drawing,
    choose,
    chosenNow,
    onOutcome: (outcome) => {
      setField((open) => (outcome.kind === 'applied' || !open ? undefined : { ...open, fault: outcome.reason }));
      wires.settle(outcome);
    },
  });
  const wires = useWireEditing({ drawing, perform, onLeave: () => scroller.current?.focus() });

  useEffect(() => {
    if (!isPaletteOpen || channel === undefined) return;
    void channel.gates(drawing.file).then(setGates);
  }, [isPaletteOpen, channel, version]);
  // Before the next key, which is for it.
  useLayoutEffect(() => {
    // Where the user is in the panel: a drawing that follows to another file takes the focus from no editor.
    if (isPaletteOpen && document.hasFocus()) search.current?.focus();
  }, [isPaletteOpen]);

  const select = (elements: readonly DrawingElement[]) => {
    choose(ground, elements);
    setStatus({ kind: 'done', text: chosenText(elements) });
  };

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
      else refuse(answer.reason, answer.source, answer.offer);
    });
  };
  const backToGrid = () => scroller.current?.focus();
  const shift = (direction: ShiftDirection) => performOn(meant, (elements) => ({ kind: 'shift', elements, direction }));
  const remove = () => performOn(meant, (elements) => ({ kind: 'delete', elements }));
  const toggleControl = (element: DrawingElement, qubit: number, value: 0 | 1) =>
    performOn(
      () => [element],
      (_, reference) => ({ kind: 'toggle-control', element: reference, qubit, value }),
    );
  const onClipboard = (command: ClipboardCommand) => {
    const references = meant().flatMap((element) => referenceTo(element) ?? []);
    switch (command) {
      case 'paste':
        perform(() => ({ kind: 'paste-clipboard', behind: target.current && referenceTo(target.current) }));
        return;
      case 'duplicate':
        performOn(meant, (elements) => ({ kind: 'duplicate', elements }));
        return;
      case 'copy':
      case 'cut':
        if (channel === undefined || references.length === 0) return;
        asked.current = references[0];
        void channel.copy(latest.current, references).then((outcome) => {
          if (outcome.kind === 'refused') refuse(outcome.reason, outcome.source);
          else if (command === 'cut') perform(() => ({ kind: 'delete', elements: references }));
          else
            setStatus({ kind: 'done', text: `${references.length === 1 ? 'The gate is' : 'The gates are'} copied.` });
        });
    }
  };

  const follow = (command: EditCommand): boolean => {
    switch (command.kind) {
      case 'palette':
        // What was typed before makes room for the next.
        if (isPaletteOpen) search.current?.select();
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
      case 'control': {
        if (active === undefined) return false;
        const { element, wire } = active;
        const isOnControl = command.value === 1 && isControlled(element, wire, ground);
        const qubit = isOnControl ? wire : freeQubits(element, ground)[0];
        if (qubit === undefined) refuse('There is no other qubit for a control.');
        else toggleControl(element, qubit, command.value);
        return true;
      }
      case 'menu':
        setMenu(active?.element);
        return true;
      case 'wire-menu':
        if (ground.wires.length > 0) wires.openMenu(active?.wire ?? 0);
        return true;
      case 'select-all':
        select(elements.filter(({ source }) => source !== undefined));
        return true;
      case 'leave':
        if (chosen.length === 0) return false;
        select([]);
        return true;
      case 'cut':
      case 'copy':
      case 'paste':
      case 'duplicate':
        onClipboard(command.kind);
        return true;
      case 'undo':
        void channel?.undo(drawing.file, command.what).then(backToGrid);
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
    return heldPlace(held, ground, elements, on);
  };
  const qubitNames = useMemo(
    () => ground.wires.filter(({ kind }) => kind === 'qubit').map(({ label }) => label),
    [ground.wires],
  );
  const wiresOf = (held: Held, wire: number) => heldWires(held, wire, qubitNames.length);
  const areaOf = ({ held, point }: HeldObject<Held>): Corners | undefined => {
    const to = pointOn(point);
    return held.kind === 'area' && to !== undefined ? { from: held.from, to } : undefined;
  };

  const { dragged, hold } = useHeldObject<Held>((dropped) => {
    const { held } = dropped;
    const area = areaOf(dropped);
    if (held.kind === 'area' && area !== undefined) {
      const within = elementsWithin(elements, area);
      select(held.adds ? [...chosen.filter(({ id }) => within.every((each) => each.id !== id)), ...within] : within);
      backToGrid();
      return;
    }
    const place = placeOf(dropped);
    if (place === undefined || held.kind === 'area') return;
    const { before, frame, wire } = place;
    const within = frame && referenceTo(frame);
    if (held.kind === 'item') {
      const operation = held.item.operation(wiresOf(held, wire), held.parameters);
      perform(() => ({ kind: 'place', operation, before, within }));
      backToGrid();
      return;
    }
    if (held.kind === 'control') {
      toggleControl(held.element, wire, 1);
      return;
    }
    const exchange = { from: held.wire, to: wire };
    const isOne = held.all.length === 1;
    const exchanges = !isOne ? wiresMoved(held.all, exchange, qubitNames.length) : wire === held.wire ? [] : [exchange];
    performOn(
      () => held.all,
      (elements) => ({ kind: 'move', elements, before, within, wires: exchanges }),
    );
  });
  const preview = dragged && placeOf(dragged);
  const area = dragged && areaOf(dragged);
  const note = dragged?.held.kind === 'control' ? undefined : changeNote(calledIn(preview?.frame));
  const isFieldOpen = field !== undefined || wires.isFieldOpen;
  const [, redraw] = useState({});
  useEdgeScroll(scroller, dragged?.point, () => redraw({}));

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

  const boxOf = (element: DrawingElement) => placeBelow(element, scroller.current, zoom);

  const isChosen = ({ id }: DrawingElement) => chosen.some((each) => each.id === id);
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
      const on = pointOn({ x: event.clientX, y: event.clientY });
      if (channel === undefined || on === undefined) return;
      if (element === undefined) {
        hold(event, { kind: 'area', from: on, adds: event.shiftKey || event.ctrlKey || event.metaKey });
        return;
      }
      if (readOnly !== undefined || element.group?.isOpen === true) return;
      if (event.ctrlKey || event.metaKey) {
        hold(event, { kind: 'control', element });
        return;
      }
      const wire = qubitAt(ground, heldHeight(element, on.y));
      const all = isChosen(element) ? chosen : [element];
      if (wire !== undefined) hold(event, { kind: 'element', element, wire, all });
    },
    handleChoice(event, element) {
      if (channel === undefined) return;
      if (event.ctrlKey || event.metaKey) {
        // The first is what the keyboard was at.
        select(toggled(chosen, element));
      } else if (event.shiftKey && active !== undefined) select(elementsBetween(elements, active.element, element));
      else if (chosen.length > 0) select([]);
    },
    handleArrival(from, to, isExtending) {
      if (isExtending) select([...chosenNow(ground).filter(({ id }) => id !== from.id && id !== to.id), from, to]);
      else if (chosenNow(ground).length > 0) select([]);
    },
    chosen,
    handleMenu(event, element) {
      if (channel === undefined || element === undefined) return;
      event.preventDefault();
      drawing.goTo(element);
      if (!isChosen(element)) choose(ground, []);
      setMenu(element);
    },
    handleWire(event, wire) {
      if (channel === undefined) return;
      event.preventDefault();
      wires.openMenu(wire);
    },
    handleDoubleClick(element) {
      if (hasParameters(element)) openField(element);
    },
    preview: dragged && (
      <>
        {preview && (
          <DropPreview
            place={preview}
            ground={ground}
            label={dragged.held.kind === 'item' ? dragged.held.item.name : ''}
            wires={wiresOf(dragged.held, preview.wire)}
          />
        )}
        {area && <ChoiceArea {...area} />}
      </>
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
                () => [field.element],
                (_, element) => ({ kind: 'set-parameters', element, parameters }),
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
            count={chosenCount(chosen)}
            onClipboard={onClipboard}
            control={active !== undefined && isControlled(menu, active.wire, ground) ? active.wire : undefined}
            freeQubits={freeQubits(menu, ground)
              .slice(0, mostOffered)
              .map((qubit) => ({ qubit, name: ground.wires[qubit]?.label ?? '' }))}
            onControl={(qubit, value) => toggleControl(menu, qubit, value)}
            onPlace={() => onPalette(true)}
            onWriteOut={() =>
              performOn(
                () => [menu],
                (_, element) => ({ kind: 'write-out', element }),
              )
            }
            onReveal={() => menu.source && drawing.onReveal(menu.source)}
            onClose={(isLeft) => {
              setMenu(undefined);
              if (!isLeft) backToGrid();
            }}
          />
        )}
        {wires.overlay}
        <EditStatusLine
          status={note ?? (isFieldOpen && status?.kind !== 'done' ? undefined : status)}
          onShowSource={(source) => drawing.onReveal(source)}
          onDismiss={() => {
            setStatus(undefined);
            backToGrid();
          }}
        />
      </>
    ),
    addQubit: () => wires.add('qubit'),
    wireButtons: channel !== undefined && wires.buttons,
    isDragging: dragged !== undefined,
  };
}
