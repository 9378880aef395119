/** Which colours a drawing has; `print` is black on white. */
export const drawingThemes = ['auto', 'light', 'dark', 'print'] as const;
export type DrawingTheme = (typeof drawingThemes)[number];

/** Colours of one theme, as `#rrggbb` or `#rgb`. */
export interface DrawingColours {
  readonly paper: string;
  readonly ink: string;
  /** Wires and what matters less. */
  readonly soft: string;
  /** The inside of boxes, and their edge. */
  readonly gate: string;
  readonly edge: string;
  /** Frames of conditions. */
  readonly frame: string;
}

export const drawingColours: Readonly<Record<Exclude<DrawingTheme, 'auto'>, DrawingColours>> = {
  light: { paper: '#fff', ink: '#1f2328', soft: '#6e7781', gate: '#ddf4ff', edge: '#0969da', frame: '#9a6700' },
  dark: { paper: '#0d1117', ink: '#e6edf3', soft: '#8d96a0', gate: '#0c2d6b', edge: '#4493f8', frame: '#d29922' },
  print: { paper: '#fff', ink: '#000', soft: '#000', gate: '#fff', edge: '#000', frame: '#000' },
};
