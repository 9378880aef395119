import type { MenuEntry } from '../../ui/menuList.tsx';
import { PlacedMenu } from './placedMenu.tsx';
import type { WireRegister } from './wireRegister.ts';

interface WireMenuProps {
  readonly label: string;
  /** Undefined for a wire that has no register to edit. */
  readonly register: WireRegister | undefined;
  /** Where it stands, in pixels of the view. */
  readonly left: number;
  readonly top: number;
  readonly onAdd: (holds: 'qubit' | 'bit') => void;
  readonly onRename: () => void;
  readonly onResize: () => void;
  readonly onDelete: () => void;
  readonly onClose: (isLeft: boolean) => void;
}

/** What can be done with a wire and its register. */
export function WireMenu({ label, left, onAdd, onClose, register, top, ...actions }: WireMenuProps) {
  const entries: readonly MenuEntry[] = [
    ...(register === undefined ? [] : [{ label: `Rename ${register.name}…`, onChoose: actions.onRename }]),
    ...(register?.size === undefined
      ? []
      : [{ label: `Change Size of ${register.name}…`, onChoose: actions.onResize }]),
    { label: 'Add a Qubit', onChoose: () => onAdd('qubit') },
    { label: 'Add a Classical Bit', onChoose: () => onAdd('bit') },
    ...(register === undefined ? [] : [{ label: `Delete ${label}`, onChoose: actions.onDelete }]),
  ];
  return <PlacedMenu label={`Wire ${label}`} entries={entries} left={left} top={top} onClose={onClose} />;
}
