import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { ShiftDirection } from '#core/protocol/circuitEditing.ts';
import { type MenuEntry, MenuList } from '../../ui/menuList.tsx';
import type { ClipboardCommand } from './editKeys.ts';
import { hasParameters } from './elementReference.ts';

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
  readonly onClipboard: (command: ClipboardCommand) => void;
  /** How many gates are selected with it. */
  readonly count: number;
  readonly onReveal: () => void;
  readonly onClose: (isLeft: boolean) => void;
}

/** What can be done with an element of the drawing. */
export function ElementMenu({ count, element, left, top, onClose, onShift, ...actions }: ElementMenuProps) {
  const what = count > 1 ? ` ${count} Gates` : '';
  const entries: readonly MenuEntry[] = [
    { label: 'Place a Gate…', key: 'A', onChoose: actions.onPlace },
    ...(hasParameters(element) && count <= 1
      ? [{ label: 'Change Parameters…', key: 'F2', onChoose: actions.onParameters }]
      : []),
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
  return (
    <div
      class="element-menu"
      style={{ left: `${left}px`, top: `${top}px` }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onClose(true);
      }}
    >
      <MenuList label={element.description} entries={entries} onClose={onClose} />
    </div>
  );
}
