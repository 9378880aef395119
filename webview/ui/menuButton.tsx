import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { type MenuEntry, MenuList } from './menuList.tsx';

interface MenuButtonProps {
  /** Its whole name, which says what it belongs to. */
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly entries: readonly MenuEntry[];
}

/** A button that opens a menu. */
export function MenuButton({ entries, icon, label }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const leave = (event: FocusEvent & { readonly currentTarget: HTMLElement }) => {
    const { relatedTarget } = event;
    if (!(relatedTarget instanceof Node && event.currentTarget.contains(relatedTarget))) setOpen(false);
  };

  return (
    // The focus leaves the button and its menu together.
    <div class="menu-button" onFocusOut={leave}>
      <button
        type="button"
        class="menu-opener"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {icon}
      </button>
      {isOpen && (
        <MenuList
          label={label}
          entries={entries}
          onClose={(isLeft) => {
            setOpen(false);
            if (!isLeft) button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
