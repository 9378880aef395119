import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface MenuEntry {
  readonly label: string;
  readonly onChoose: () => void;
}

interface MenuButtonProps {
  /** Its whole name, which says what it belongs to. */
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly entries: readonly MenuEntry[];
}

/** A button that opens a menu, after the ARIA practice: arrows, Home, End and first letters move, Escape closes. */
export function MenuButton({ entries, icon, label }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isOpen) menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const moveBy = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const current = items.findIndex((item) => item.matches(':focus'));
    const target = targetIndex(event.key, current, items);
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') setOpen(false);
    if (target === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (target !== undefined) items[target]?.focus();
  };
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
        <div class="menu" role="menu" aria-label={label} ref={menu} onKeyDown={moveBy}>
          {entries.map((entry) => (
            <button
              key={entry.label}
              type="button"
              class="menu-item"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                entry.onChoose();
              }}
            >
              {entry.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function targetIndex(key: string, current: number, items: readonly HTMLElement[]): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % items.length;
    case 'ArrowUp':
      return (current - 1 + items.length) % items.length;
    case 'Home':
      return 0;
    case 'End':
      return items.length - 1;
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const after = [...items.keys()].map((offset) => (current + 1 + offset) % items.length);
      return after.find((index) => items[index]?.textContent?.toLowerCase().startsWith(key.toLowerCase()));
    }
  }
}
