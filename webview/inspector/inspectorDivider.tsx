/** Where the state is: under the drawing, or beside it where there is room. */
export type InspectorPlace = 'under' | 'beside';

/** How much of the height or width the state may take, in percent. */
const least = 20;
const most = 85;
const usual: Readonly<Record<InspectorPlace, number>> = { under: 52, beside: 45 };

/** A drawing and a state stand beside each other in panels of at least so many pixels, as `inspector.css` says too. */
const widthForBoth = 1200;

interface InspectorDividerProps {
  readonly place: InspectorPlace;
  /** In percent of the height or width; the usual one when absent. */
  readonly share: number | undefined;
  readonly onShare: (share: number) => void;
}

/** Between the drawing and the state: dragged, or moved by keys, it gives one more room than the other. */
export function InspectorDivider({ place, share, onShare }: InspectorDividerProps) {
  const shown = shownShare(place, share);
  const change = (next: number) => {
    const within = Math.round(Math.max(least, Math.min(most, next)));
    if (within !== shown) onShare(within);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      class={`inspector-divider ${place}`}
      role="separator"
      aria-label={place === 'under' ? 'Height of the State' : 'Width of the State'}
      aria-orientation={place === 'under' ? 'horizontal' : 'vertical'}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={shown}
      tabIndex={0}
      onKeyDown={(event) => {
        const target = targetShare(event.key, place, shown);
        if (target === undefined) return;
        event.preventDefault();
        change(target);
      }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { currentTarget } = event;
        const whole = currentTarget.closest('.circuit-body')?.getBoundingClientRect();
        if (whole === undefined || !currentTarget.hasPointerCapture(event.pointerId)) return;
        if (place === 'under') change((100 * (whole.bottom - event.clientY)) / whole.height);
        else change((100 * (whole.right - event.clientX)) / whole.width);
      }}
      onDblClick={() => change(usual[place])}
    />
  );
}

/** Where a key moves it, as in the ARIA practice. */
function targetShare(key: string, place: InspectorPlace, shown: number): number | undefined {
  const [more, less] = place === 'under' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const targets: Record<string, number> = {
    [more]: shown + 5,
    [less]: shown - 5,
    PageUp: shown + 20,
    PageDown: shown - 20,
    Home: least,
    End: most,
  };
  return targets[key];
}

/** The share that is shown, of one that was kept. */
export function shownShare(place: InspectorPlace, share: number | undefined): number {
  return share ?? usual[place];
}

/** Where the state is in a panel of a width in pixels. */
export function inspectorPlace(width: number | undefined): InspectorPlace {
  return width !== undefined && width >= widthForBoth ? 'beside' : 'under';
}
