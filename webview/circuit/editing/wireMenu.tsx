import { useLayoutEffect, useRef } from 'preact/hooks';
import { type MenuEntry, MenuList } from '../../ui/menuList.tsx';
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

/** What is left below a menu at least, in pixels. */
const menuGap = 6;

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
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    const bottom = current?.querySelector('.menu')?.getBoundingClientRect().bottom;
    if (current === null || bottom === undefined) return;
    current.style.top = `${top - Math.max(0, bottom + menuGap - window.innerHeight)}px`;
  }, [top]);
  return (
    <div
      ref={place}
      class="element-menu"
      style={{ left: `${left}px`, top: `${top}px` }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onClose(true);
      }}
    >
      <MenuList label={`Wire ${label}`} entries={entries} onClose={onClose} />
    </div>
  );
}
