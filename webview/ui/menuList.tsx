import { useLayoutEffect, useRef } from 'preact/hooks';

export interface MenuEntry {
  readonly label: string;
  /** The key that does the same, as the user knows it. */
  readonly key?: string;
  readonly onChoose: () => void;
}

interface MenuListProps {
  /** Its whole name, which says what it belongs to. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Closes the menu; `isLeft` when the focus goes on to something else by itself. */
  readonly onClose: (isLeft: boolean) => void;
}

/** An open menu, after the ARIA practice: arrows, Home, End and first letters move, Escape closes. It takes the focus. */
export function MenuList({ entries, label, onClose }: MenuListProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus(), []);
  const moveBy = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const current = items.findIndex((item) => item.matches(':focus'));
    const target = targetIndex(event.key, current, items);
    if (event.key === 'Escape') onClose(false);
    if (event.key === 'Tab') onClose(true);
    if (target === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (target !== undefined) items[target]?.focus();
  };
  return (
    <div class="menu" role="menu" aria-label={label} ref={menu} onKeyDown={moveBy}>
      {entries.map((entry) => (
        <button
          key={entry.label}
          type="button"
          class="menu-item"
          role="menuitem"
          tabIndex={-1}
          aria-keyshortcuts={entry.key}
          onClick={() => {
            onClose(false);
            entry.onChoose();
          }}
        >
          {entry.label}
          {entry.key !== undefined && (
            <span class="menu-key" aria-hidden="true">
              {entry.key}
            </span>
          )}
        </button>
      ))}
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
