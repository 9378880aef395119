import { useLayoutEffect, useRef } from 'preact/hooks';
import { type MenuEntry, MenuList } from '../../ui/menuList.tsx';

interface PlacedMenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Where it stands, in pixels of the view. */
  readonly left: number;
  readonly top: number;
  readonly onClose: (isLeft: boolean) => void;
}

/** What is left below a menu at least, in pixels. */
const menuGap = 6;

/** A menu at a place of the drawing, closed when the focus leaves it. */
export function PlacedMenu({ entries, label, left, onClose, top }: PlacedMenuProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    const bottom = current?.querySelector('.menu')?.getBoundingClientRect().bottom;
    if (current === null || bottom === undefined) return;
    // A menu that is longer than what is below its place begins further up.
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
      <MenuList label={label} entries={entries} onClose={onClose} />
    </div>
  );
}
