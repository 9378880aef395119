import type { RunState } from '#core/runs/runState.ts';

/** Our own 16 × 16 icons: strokes in the colour of the text around them. */
const paths = {
  circle: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11z',
  'circle-dots': 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM5.2 8h.1M8 8h.1M10.8 8h.1',
  arc: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM8 5v3.2l2.2 1.4',
  'circle-check': 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM5.4 8.2l1.8 1.8l3.5-4',
  'circle-cross': 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM6 6l4 4M10 6l-4 4',
  'circle-slash': 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM4.2 11.8l7.6-7.6',
  'circle-stop': 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM6.2 6.2h3.6v3.6h-3.6z',
  trash: 'M3 4.5h10M6.3 4.5v-1.5h3.4v1.5M4.3 4.5l.6 8.5h6.2l.6-8.5M6.8 7v3.8M9.2 7v3.8',
  copy: 'M6 5.5h6.5v7.5h-6.5zM3.5 10.5v-7.5h6.5',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  check: 'M3.5 8.5l3 3l6-7',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  warning: 'M8 2.8l5.8 10.2h-11.6zM8 6.5v3M8 11.2v.1',
  information: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11zM8 7.5v3.2M8 5.2v.1',
  balance: 'M8 2.8v10.4M5 13.2h6M2.8 4.6h10.4M4 4.6l-1.8 4.2h3.6zM12 4.6l-1.8 4.2h3.6z',
  ascending: 'M4.5 9.5l3.5-3.5l3.5 3.5',
  descending: 'M4.5 6.5l3.5 3.5l3.5-3.5',
  previous: 'M10 3.5l-4.5 4.5l4.5 4.5',
  next: 'M6 3.5l4.5 4.5l-4.5 4.5',
  expand: 'M6.5 4.5l3.5 3.5l-3.5 3.5',
  star: 'M8 2.6l1.7 3.5l3.8.5l-2.8 2.7l.7 3.8l-3.4-1.8l-3.4 1.8l.7-3.8l-2.8-2.7l3.8-.5z',
  pin: 'M6 2.5h4l-.5 4l2 2.2h-7l2-2.2zM8 8.7v4.8',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  fit: 'M3 6v-3h3M10 3h3v3M13 10v3h-3M6 13h-3v-3',
  unfold: 'M5 6l3-3l3 3M5 10l3 3l3-3',
  fold: 'M5 3.5l3 3l3-3M5 12.5l3-3l3 3',
  save: 'M8 2.5v7.5M5 7l3 3l3-3M3 11v2.5h10v-2.5',
  gate: 'M3 3h10v10h-10zM8 5.5v5M5.5 8h5',
  file: 'M4 2.5h5l3 3v8h-8zM9 2.5v3h3',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: always beside a word or inside something with a name of its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

const stateIcons: Record<RunState, IconName> = {
  created: 'circle',
  validating: 'arc',
  running: 'arc',
  waiting: 'clock',
  succeeded: 'circle-check',
  failed: 'circle-cross',
  cancelled: 'circle-slash',
  stopped: 'circle-stop',
};

export function StateIcon({ state }: { readonly state: RunState }) {
  return (
    <span class={`state-icon state-${state}`}>
      <Icon name={stateIcons[state]} />
    </span>
  );
}
