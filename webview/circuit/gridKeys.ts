import { type MovementKey, movementKeys } from '#core/circuit/drawing/gridMovement.ts';
import { zoomIn, zoomOut } from './zoom.ts';

/** What a key asks of the drawing. */
export type GridCommand =
  | { readonly kind: 'find' }
  | { readonly kind: 'zoom'; readonly zoom: number }
  /** Hides what is shown over the drawing. */
  | { readonly kind: 'dismiss' }
  /** Shows the state after the active element. */
  | { readonly kind: 'inspect' }
  /** Opens or closes the active call or loop; of other elements it shows the source. */
  | { readonly kind: 'toggle' }
  | { readonly kind: 'reveal' }
  | { readonly kind: 'move'; readonly key: MovementKey; readonly withControl: boolean };

type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key means in a drawing at a zoom; undefined for the keys of others. */
export function gridCommand({ key, ctrlKey, metaKey, altKey }: PressedKey, zoom: number): GridCommand | undefined {
  if (key === '/' || (key === 'f' && (ctrlKey || metaKey))) return { kind: 'find' };
  const zoomed = zoomForKey(key, zoom);
  if (zoomed !== undefined && !altKey) return { kind: 'zoom', zoom: zoomed };
  if (key === 'Escape') return { kind: 'dismiss' };
  if (altKey || metaKey) return undefined;
  if (key === 'm' && !ctrlKey) return { kind: 'inspect' };
  if (key === ' ') return { kind: 'toggle' };
  if (key === 'Enter') return { kind: 'reveal' };
  const movement = movementKeys.find((each) => each === key);
  return movement && { kind: 'move', key: movement, withControl: ctrlKey };
}

function zoomForKey(key: string, zoom: number): number | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomIn(zoom);
    case '-':
      return zoomOut(zoom);
    case '0':
      return 1;
    default:
      return undefined;
  }
}
