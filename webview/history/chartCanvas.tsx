import { useLayoutEffect, useRef } from 'preact/hooks';
import { useThemeRevision } from '../ui/useThemeRevision.ts';

interface ChartCanvasProps {
  readonly width: number;
  readonly height: number;
  /** Draws in CSS pixels; `colour` finds one of the theme by its variable. */
  readonly draw: (context: CanvasRenderingContext2D, colour: (variable: string) => string) => void;
}

/** Thousands of marks, which elements would be too slow for. What they say is said in the table too. */
export function ChartCanvas({ draw, height, width }: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeRevision();
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const probe = document.createElement('span');
    element.parentElement?.append(probe);
    // A variable may be made of others; what an element gets of it is a colour.
    draw(context, (variable) => {
      probe.style.color = `var(${variable})`;
      return getComputedStyle(probe).color;
    });
    probe.remove();
  }, [draw, width, height, theme]);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas has no focus
    <canvas
      class="chart-canvas"
      ref={canvas}
      style={{ width: `${width}px`, height: `${height}px` }}
      aria-hidden="true"
    />
  );
}
