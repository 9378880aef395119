import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useElementSize } from '../ui/useElementSize.ts';

interface ChartSliderProps {
  readonly label: string;
  /** Whole numbers; positions between them are those of the nearest one. */
  readonly first: number;
  readonly last: number;
  /** The position chosen, or undefined while none is. */
  readonly chosen: number | undefined;
  /** What is said of the position chosen, or of the whole. */
  readonly valueText: string;
  /** Where positions are drawn, in pixels from the sides. */
  readonly margin: { readonly left: number; readonly right: number };
  /** The position nearest to the pointer, where positions are not equally far apart; `across` is its share of the plot. */
  readonly positionAt?: (across: number, down: number, width: number) => number | undefined;
  readonly onChoose: (position: number | undefined) => void;
  /** The drawing, for a width in pixels. */
  readonly children: (width: number) => ComponentChildren;
}

/** A drawing that is read position by position: the pointer or the arrow keys choose one. */
export function ChartSlider(props: ChartSliderProps) {
  const { children, chosen, first, label, last, margin, onChoose, positionAt, valueText } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = useElementSize(frame);
  const width = Math.max(200, size?.width ?? 0);
  const choose = (position: number) => onChoose(Math.max(first, Math.min(last, Math.round(position))));
  const chooseByPointer = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - margin.left) / (width - margin.left - margin.right);
    if (positionAt === undefined) choose(first + share * (last - first));
    else onChoose(positionAt(share, event.clientY - box.top, width));
  };
  const chooseByKey = (event: KeyboardEvent) => {
    const current = chosen ?? last;
    const page = Math.max(1, Math.round((last - first) / 10));
    const targets: Record<string, number> = {
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      PageUp: current + page,
      PageDown: current - page,
      Home: first,
      End: last,
    };
    const target = targets[event.key];
    if (event.key === 'Escape') onChoose(undefined);
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };
  return (
    <div
      class="chart-slider"
      ref={frame}
      role="slider"
      aria-label={label}
      aria-valuemin={first}
      aria-valuemax={last}
      aria-valuenow={chosen ?? last}
      aria-valuetext={valueText}
      tabIndex={0}
      onPointerMove={chooseByPointer}
      onPointerLeave={() => onChoose(undefined)}
      onKeyDown={chooseByKey}
      onBlur={() => onChoose(undefined)}
    >
      {children(width)}
    </div>
  );
}
