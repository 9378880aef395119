/** Ratios of our time to that of the best of some peers, which are to be reached. */
export interface TargetArea {
  readonly title: string;
  /** To be reached in every row; areas without are there for information. */
  readonly must?: number;
  /** To be reached in half of all rows. */
  readonly ambitious?: number;
}

/** All that is compared, by name, in the order of the report. */
export const targetAreas = {
  'random-qulacs': { title: 'Random circuits, n = 20–25, double: Qulacs optimised', must: 1, ambitious: 0.5 },
  'random-qsim': { title: 'Random circuits, n = 20–25, single: qsim', must: 1.3, ambitious: 0.8 },
  'random-16': { title: 'Random circuits, n = 16, single: qsim', must: 1.5, ambitious: 1 },
  fourier: { title: 'Fourier transform, n = 20–24: best native', must: 0.5, ambitious: 0.2 },
  ghz: { title: 'GHZ states, n = 20–24: best native', must: 1.5, ambitious: 1 },
  variational: { title: 'Variational circuits, n = 4–10: Lightning in C++', must: 1, ambitious: 0.3 },
  adjoint: { title: 'Adjoint gradients, n = 16–20: Lightning', must: 1, ambitious: 0.4 },
  aer: { title: 'Random circuits and Fourier transform, n ≥ 20, double: Aer', must: 0.3, ambitious: 0.15 },
  javascript: { title: 'n ≥ 10: each package of npm', must: 0.01, ambitious: 0.001 },
  'surface-code': { title: 'Detectors of surface codes: Stim', must: 3, ambitious: 1.5 },
  'random-narrow': { title: 'Random circuits, n = 16–18, double: Qulacs optimised' },
  'random-18': { title: 'Random circuits, n = 18, single: qsim' },
  'adjoint-narrow': { title: 'Adjoint gradients, n = 10–14: Lightning' },
  'matrix-product': { title: 'Matrix product states: Aer' },
} as const satisfies Readonly<Record<string, TargetArea>>;

export type TargetAreaName = keyof typeof targetAreas;

export const targetAreaNames = Object.keys(targetAreas) as readonly TargetAreaName[];

/** The limits of an area. */
export function limitsOf(area: TargetAreaName): TargetArea {
  return targetAreas[area];
}
