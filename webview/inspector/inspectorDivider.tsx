/** How much of the height the state may take, in percent. */
const least = 20;
const most = 85;
const usual = 52;

interface InspectorDividerProps {
  /** In percent of the height; the usual one when absent. */
  readonly share: number | undefined;
  readonly onShare: (share: number) => void;
}

/** Between the drawing and the state: dragged, or moved by the arrow keys, it gives one more room than the other. */
export function InspectorDivider({ share, onShare }: InspectorDividerProps) {
  const shown = shownShare(share);
  const change = (next: number) => {
    const within = Math.round(Math.max(least, Math.min(most, next)));
    if (within !== shown) onShare(within);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      class="inspector-divider"
      role="separator"
      aria-label="Height of the State"
      aria-orientation="horizontal"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={shown}
      tabIndex={0}
      onKeyDown={(event) => {
        const step = { ArrowUp: 5, ArrowDown: -5 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        change(shown + step);
      }}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { currentTarget } = event;
        const whole = currentTarget.closest('.circuit')?.getBoundingClientRect();
        if (whole === undefined || !currentTarget.hasPointerCapture(event.pointerId)) return;
        change((100 * (whole.bottom - event.clientY)) / whole.height);
      }}
      onDblClick={() => change(usual)}
    />
  );
}

/** The share that is shown, of one that was kept. */
export function shownShare(share: number | undefined): number {
  return share ?? usual;
}
