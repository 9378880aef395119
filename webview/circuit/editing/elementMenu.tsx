import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { ShiftDirection } from '#core/protocol/circuitEditing.ts';
import type { MenuEntry } from '../../ui/menuList.tsx';
import type { ClipboardCommand } from './editKeys.ts';
import { hasParameters } from './elementReference.ts';
import { PlacedMenu } from './placedMenu.tsx';

interface ElementMenuProps {
  readonly element: DrawingElement;
  /** Where it stands, in pixels of the view. */
  readonly left: number;
  readonly top: number;
  readonly onPlace: () => void;
  readonly onParameters: () => void;
  readonly onShift: (direction: ShiftDirection) => void;
  readonly onWriteOut: () => void;
  readonly onDelete: () => void;
  readonly onControl: (qubit: number, value: 0 | 1) => void;
  /** Qubits on which it can get a control, the nearest first, by name. */
  readonly freeQubits: readonly { readonly qubit: number; readonly name: string }[];
  /** The qubit of its control that the keyboard is at. */
  readonly control: number | undefined;
  readonly onClipboard: (command: ClipboardCommand) => void;
  /** How many gates are selected with it. */
  readonly count: number;
  readonly onReveal: () => void;
  readonly onClose: (isLeft: boolean) => void;
}

/** What can be done with an element of the drawing. */
export function ElementMenu({
  control,
  count,
  element,
  left,
  top,
  freeQubits,
  onClose,
  onControl,
  onShift,
  ...actions
}: ElementMenuProps) {
  const [nearest] = freeQubits;
  const what = count > 1 ? ` ${count} Gates` : '';
  const entries: readonly MenuEntry[] = [
    { label: 'Place a Gate…', key: 'A', onChoose: actions.onPlace },
    ...(hasParameters(element) && count <= 1
      ? [{ label: 'Change Parameters…', key: 'F2', onChoose: actions.onParameters }]
      : []),
    ...(control === undefined ? [] : [{ label: 'Remove Control', key: 'C', onChoose: () => onControl(control, 1) }]),
    ...freeQubits.map(({ name, qubit }, index) => ({
      label: `Add Control on ${name}`,
      ...(index === 0 && control === undefined && { key: 'C' }),
      onChoose: () => onControl(qubit, 1),
    })),
    ...(nearest === undefined
      ? []
      : [
          { label: `Add Control on ${nearest.name} at 0`, key: 'Shift+C', onChoose: () => onControl(nearest.qubit, 0) },
        ]),
    { label: `Cut${what}`, key: 'Ctrl+X', onChoose: () => actions.onClipboard('cut') },
    { label: `Copy${what}`, key: 'Ctrl+C', onChoose: () => actions.onClipboard('copy') },
    { label: 'Paste', key: 'Ctrl+V', onChoose: () => actions.onClipboard('paste') },
    { label: `Duplicate${what}`, key: 'Ctrl+D', onChoose: () => actions.onClipboard('duplicate') },
    { label: 'Move Left', key: 'Alt+Left', onChoose: () => onShift('left') },
    { label: 'Move Right', key: 'Alt+Right', onChoose: () => onShift('right') },
    { label: 'Move Up', key: 'Alt+Up', onChoose: () => onShift('up') },
    { label: 'Move Down', key: 'Alt+Down', onChoose: () => onShift('down') },
    { label: 'Write Out', onChoose: actions.onWriteOut },
    { label: `Delete${what}`, key: 'Delete', onChoose: actions.onDelete },
    { label: 'Show in Editor', onChoose: actions.onReveal },
  ];
  return <PlacedMenu label={element.description} entries={entries} left={left} top={top} onClose={onClose} />;
}
