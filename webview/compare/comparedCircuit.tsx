import { useMemo, useRef, useState } from 'preact/hooks';
import type { ComparedDrawing, ComparedSide } from '#core/circuit/drawing/comparedDrawing.ts';
import type { CircuitComparison } from '#core/protocol/comparisonView.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { ChangeTable } from './changeTable.tsx';
import { circuitChanges, countsText, markSigns, markWords } from './circuitChanges.ts';
import { ComparedPane } from './comparedPane.tsx';

interface ComparedCircuitProps {
  /** Of the reference and of the other run. */
  readonly names: Readonly<Record<ComparedSide, string>>;
  readonly title: string;
  readonly comparison: Extract<CircuitComparison, { kind: 'drawn' }>;
}

/** What a change is led to with, beyond the edges of its pane, in pixels. */
const margin = 60;

/** The circuits of two runs one above the other, scrolled together, and what differs of them. */
export function ComparedCircuit({ comparison: { counts, drawing }, names, title }: ComparedCircuitProps) {
  const changes = useMemo(() => circuitChanges(drawing), [drawing]);
  const [shown, setShown] = useState<number>();
  const panes = { before: useRef<HTMLDivElement>(null), after: useRef<HTMLDivElement>(null) };
  const follow = (from: ComparedSide) => {
    const [pane, other] = [panes[from].current, panes[from === 'before' ? 'after' : 'before'].current];
    if (pane !== null && other !== null) other.scrollTo({ left: pane.scrollLeft, top: pane.scrollTop });
  };
  const lead = (place: number) => {
    const change = changes[place];
    const element = change?.before ?? change?.after;
    const pane = panes.before.current;
    if (element === undefined || pane === null) return;
    setShown(place);
    pane.scrollTo(leadingScroll(element, pane, drawing));
  };
  const step = (by: 1 | -1) => {
    const from = shown ?? (by === 1 ? -1 : changes.length);
    lead((from + by + changes.length) % changes.length);
  };
  return (
    <div class="compared-circuit">
      <div class="compared-circuit-head">
        <span>{countsText(counts)}</span>
        <ul class="difference-legend" aria-label="Marks">
          {(['removed', 'added', 'changed'] as const).map((mark) => (
            <li key={mark}>
              <span class={`difference-sign ${mark}`} aria-hidden="true">
                {markSigns[mark]}
              </span>
              {markWords[mark]}
            </li>
          ))}
        </ul>
        <span class="compared-steps">
          <SmallButton label={`Previous difference, ${title}`} text="Previous" onPress={() => step(-1)} />
          <SmallButton label={`Next difference, ${title}`} text="Next" onPress={() => step(1)} />
          <span class="toolbar-note" role="status">
            {shown === undefined ? '' : `${shown + 1} of ${changes.length}`}
          </span>
        </span>
      </div>
      {(['before', 'after'] as const).map((side) => (
        <ComparedPane
          key={side}
          pane={panes[side]}
          name={names[side]}
          side={side}
          drawing={drawing}
          shown={shown === undefined ? undefined : changes[shown]?.id}
          onScroll={() => follow(side)}
        />
      ))}
      <ChangeTable label={`Differences of ${title}`} names={names} changes={changes} onShow={lead} />
    </div>
  );
}

/** The least scrolling after which a change is in view, beside the names of the wires. */
function leadingScroll(
  { height, width, x, y }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  { clientHeight, clientWidth, scrollLeft, scrollTop }: Element,
  { gutter }: ComparedDrawing,
): { readonly left: number; readonly top: number } {
  const nearest = (current: number, start: number, end: number, size: number) =>
    start < current ? start : end > current + size ? end - size : current;
  return {
    left: Math.max(0, nearest(scrollLeft, x - gutter - margin, x + width + margin, clientWidth)),
    top: Math.max(0, nearest(scrollTop, y - margin, y + height + margin, clientHeight)),
  };
}
