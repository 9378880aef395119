import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import type { ShiftDirection } from '#core/protocol/circuitEditing.ts';
import { type MenuEntry, MenuList } from '../../ui/menuList.tsx';
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
  readonly onReveal: () => void;
  readonly onClose: (isLeft: boolean) => void;
}

/** What can be done with an element of the drawing. */
export function ElementMenu({ element, left, top, onClose, onShift, ...actions }: ElementMenuProps) {
  const entries: readonly MenuEntry[] = [
    { label: 'Place a Gate…', key: 'A', onChoose: actions.onPlace },
    ...(hasParameters(element) ? [{ label: 'Change Parameters…', key: 'F2', onChoose: actions.onParameters }] : []),
    { label: 'Move Left', key: 'Alt+Left', onChoose: () => onShift('left') },
    { label: 'Move Right', key: 'Alt+Right', onChoose: () => onShift('right') },
    { label: 'Move Up', key: 'Alt+Up', onChoose: () => onShift('up') },
    { label: 'Move Down', key: 'Alt+Down', onChoose: () => onShift('down') },
    { label: 'Write Out', onChoose: actions.onWriteOut },
    { label: 'Delete', key: 'Delete', onChoose: actions.onDelete },
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
