import { useState } from 'preact/hooks';
import type { GestureOutcome } from '#core/protocol/circuitEditing.ts';
import { SmallButton } from '../../ui/smallButton.tsx';
import type { EditedDrawing } from './editedDrawing.ts';
import type { PlannedGesture } from './gesturesInOrder.ts';
import { placeBelow } from './menuPlace.ts';
import { WireField } from './wireField.tsx';
import { WireMenu } from './wireMenu.tsx';
import { registerOf } from './wireRegister.ts';

interface OpenField {
  readonly wire: number;
  readonly asks: 'name' | 'size';
  readonly fault: string | undefined;
}

interface WireEditingOptions {
  readonly drawing: EditedDrawing;
  readonly perform: (gesture: PlannedGesture) => void;
  readonly onLeave: () => void;
}

/** Adding, renaming, resizing and deleting the wires of a drawing. */
export function useWireEditing({ drawing, onLeave, perform }: WireEditingOptions) {
  const { ground, scroller, zoom } = drawing;
  const { wires } = ground;
  const [menu, setMenu] = useState<number>();
  const [field, setField] = useState<OpenField>();
  const add = (holds: 'qubit' | 'bit') => perform(() => ({ kind: 'add-wire', holds }));
  const placeOf = (wire: number) => ({
    ...placeBelow({ x: 0, y: wires[wire]?.y ?? 0, height: 4 }, scroller.current, zoom),
    left: 8,
  });
  const enter = ({ asks, wire }: OpenField, text: string) =>
    perform(() =>
      asks === 'name'
        ? { kind: 'rename-register', wire, name: text }
        : { kind: 'resize-register', wire, size: /^\s*\d+\s*$/.test(text) ? Number(text) : 0 },
    );
  const named = field && registerOf(wires, field.wire);
  return {
    add,
    openMenu: (wire: number) => setMenu(wire),
    isFieldOpen: field !== undefined,
    /** What became of the last gesture. */
    settle: (outcome: GestureOutcome) =>
      setField((open) => (outcome.kind === 'applied' || !open ? undefined : { ...open, fault: outcome.reason })),
    buttons: drawing.readOnly === undefined && (
      <fieldset
        class="wire-buttons"
        aria-label="Wires"
        // Under the names of the wires, and in view however far the drawing goes down.
        style={{ '--wires-end': `${ground.height * zoom + 12}px` }}
      >
        <SmallButton label="Add a qubit" text="+ Qubit" onPress={() => add('qubit')} />
        <SmallButton label="Add a classical bit" text="+ Bit" onPress={() => add('bit')} />
      </fieldset>
    ),
    overlay: (
      <>
        {menu !== undefined && (
          <WireMenu
            label={wires[menu]?.label ?? ''}
            register={registerOf(wires, menu)}
            {...placeOf(menu)}
            onAdd={add}
            onRename={() => setField({ wire: menu, asks: 'name', fault: undefined })}
            onResize={() => setField({ wire: menu, asks: 'size', fault: undefined })}
            onDelete={() => perform(() => ({ kind: 'delete-wire', wire: menu }))}
            onClose={(isLeft) => {
              setMenu(undefined);
              if (!isLeft) onLeave();
            }}
          />
        )}
        {field !== undefined && named !== undefined && (
          <WireField
            key={`${field.wire} ${field.asks}`}
            label={field.asks === 'name' ? `Name of ${named.name}` : `Size of ${named.name}`}
            text={field.asks === 'name' ? named.name : String(named.size ?? 1)}
            {...placeOf(field.wire)}
            fault={field.fault}
            onEnter={(text) => enter(field, text)}
            onLeave={() => {
              setField(undefined);
              onLeave();
            }}
          />
        )}
      </>
    ),
  };
}
