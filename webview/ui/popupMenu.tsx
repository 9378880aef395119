import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type MenuEntry, MenuList } from './menuList.tsx';

export interface PopupPlace {
  /** In the window, in pixels. */
  readonly x: number;
  readonly y: number;
}

interface PopupMenuProps {
  /** Its whole name, which says what it belongs to. */
  readonly label: string;
  readonly place: PopupPlace;
  readonly entries: readonly MenuEntry[];
  /** `isLeft` when the focus goes on to something else by itself. */
  readonly onClose: (isLeft: boolean) => void;
}

/** A menu where the pointer was, or beside what has the focus; as a whole in the window. */
export function PopupMenu({ entries, label, onClose, place }: PopupMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  useLayoutEffect(() => {
    const menu = box.current?.querySelector('[role=menu]')?.getBoundingClientRect();
    if (menu === undefined) return;
    setShift({
      x: Math.max(-place.x, Math.min(0, window.innerWidth - place.x - menu.width - 4)),
      y: Math.max(-place.y, Math.min(0, window.innerHeight - place.y - menu.height - 4)),
    });
  }, [place]);
  return (
    <div
      class="popup-menu"
      ref={box}
      style={{ left: `${place.x + shift.x}px`, top: `${place.y + shift.y}px` }}
      onFocusOut={(event) => {
        const { relatedTarget } = event;
        if (!(relatedTarget instanceof Node && event.currentTarget.contains(relatedTarget))) onClose(true);
      }}
    >
      <MenuList label={label} entries={entries} onClose={onClose} />
    </div>
  );
}

/** Where the menu of an element opens: at the pointer, or below the element where a key asked for it. */
export function popupPlace(event: MouseEvent, element: Element): PopupPlace {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const { bottom, left } = element.getBoundingClientRect();
  return { x: left + 16, y: bottom };
}
