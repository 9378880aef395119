import type { ShiftDirection } from '#core/protocol/circuitEditing.ts';

/** What a key asks of the circuit under the keyboard. */
export type EditCommand =
  | { readonly kind: 'palette' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'shift'; readonly direction: ShiftDirection }
  | { readonly kind: 'parameters' }
  /** Changes the parameters of what has some. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'menu' }
  /** What can be done with the wire that the keyboard is on. */
  | { readonly kind: 'wire-menu' }
  /** Adds a control that acts on a value, or takes away the one that the keyboard is at. */
  | { readonly kind: 'control'; readonly value: 0 | 1 }
  | { readonly kind: 'select-all' }
  /** Leaves what is selected. */
  | { readonly kind: 'leave' }
  | { readonly kind: ClipboardCommand }
  | { readonly kind: 'undo'; readonly what: 'undo' | 'redo' };

export type ClipboardCommand = 'cut' | 'copy' | 'paste' | 'duplicate';

const clipboardKeys: Readonly<Record<string, ClipboardCommand>> = { x: 'cut', c: 'copy', v: 'paste', d: 'duplicate' };

type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const directions: Readonly<Record<string, ShiftDirection>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** What a key means for the circuit; undefined for all others. */
export function editCommand({ altKey, ctrlKey, key, metaKey, shiftKey }: PressedKey): EditCommand | undefined {
  const withCommand = ctrlKey || metaKey;
  if (withCommand && !altKey) {
    const letter = key.toLowerCase();
    if (letter === 'z') return { kind: 'undo', what: shiftKey ? 'redo' : 'undo' };
    if (letter === 'y') return { kind: 'undo', what: 'redo' };
    if (letter === 'a') return { kind: 'select-all' };
    const kind = shiftKey ? undefined : clipboardKeys[letter];
    return kind && { kind };
  }
  if (withCommand) return undefined;
  if (altKey) {
    const direction = directions[key];
    return direction && { kind: 'shift', direction };
  }
  switch (key) {
    case 'a':
      return { kind: 'palette' };
    case 'c':
      return { kind: 'control', value: 1 };
    case 'C':
      return { kind: 'control', value: 0 };
    case 'Delete':
    case 'Backspace':
      return { kind: 'delete' };
    case 'Escape':
      return { kind: 'leave' };
    case 'F2':
      return { kind: 'parameters' };
    case 'Enter':
      return { kind: 'enter' };
    case 'w':
      return { kind: 'wire-menu' };
    case 'ContextMenu':
      return { kind: 'menu' };
    case 'F10':
      return shiftKey ? { kind: 'menu' } : undefined;
    default:
      return undefined;
  }
}
