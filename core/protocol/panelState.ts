import * as z from 'zod';
import { groupOpeningSchema } from './groupOpening.ts';
import { initialPanelState, panelStateVersion } from './initialPanelState.ts';
import { panelTabs } from './panelTabs.ts';
import { basisOrders, mostLoops, mostPasses, outcomeChoices, stateParts } from './stateChoices.ts';

const sortSchema = z.object({
  /** One of the page's columns, or the name of a value of runs, such as `metric.accuracy`. */
  column: z.string(),
  direction: z.enum(['ascending', 'descending']),
});
export type HistorySort = z.infer<typeof sortSchema>;

export const filterOperators = [
  'contains',
  'contains-not',
  'is',
  'is-not',
  'above',
  'at-least',
  'below',
  'at-most',
  'is-empty',
  'is-not-empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

const filterSchema = z.object({ column: z.string(), operator: z.enum(filterOperators), value: z.string() });
export type HistoryFilter = z.infer<typeof filterSchema>;

export const historyGroupings = ['none', 'name', 'file', 'backend', 'tag', 'state', 'day', 'commit'] as const;
export type HistoryGrouping = (typeof historyGroupings)[number];

/** Runs the history can be narrowed to; `active` is every state that is not final. */
export const historyStateFilters = ['all', 'active', 'succeeded', 'failed', 'cancelled', 'stopped'] as const;
export type HistoryStateFilter = (typeof historyStateFilters)[number];

const scrollSchema = z.object({ left: z.number().min(0), top: z.number().min(0) });

/** How the counts of a run are looked at. */
const countsViewSchema = z.object({
  bits: z.string(),
  weight: z.string(),
  most: z.enum(['16', '64', '256', 'all']),
  view: z.enum(['outcomes', 'shots']),
  /** What is laid over: what the circuit should give, nothing, or the counts of another run, by its id. */
  overlay: z.string(),
  /** Characters of the bit strings that are added up. */
  leftOut: z.array(z.number()),
});
export type CountsView = z.infer<typeof countsViewSchema>;

/**
 * What the panel remembers across reloads of the window: where the user is, never the data shown. The editor hands it
 * to whoever restores the panel, which finds in it the circuit file and the run to send again.
 */
export const panelStateSchema = z.object({
  version: z.literal(panelStateVersion),
  tab: z.enum(panelTabs),
  /** The run shown in the Result tab. */
  runId: z.string().optional(),
  /** The file shown in the Circuit tab. */
  circuitFile: z.string().optional(),
  /** The files shown in the Plan, the Scorecard and the Rollout tab. */
  planFile: z.string().optional(),
  /** The file shown in the Pipeline tab. */
  pipelineFile: z.string().optional(),
  scorecardFile: z.string().optional(),
  rolloutFile: z.string().optional(),
  circuit: z.object({
    zoom: z.number().min(0.1).max(8),
    scroll: scrollSchema,
    opening: groupOpeningSchema.optional(),
  }),
  /** The state under the drawing, which is closed before it was ever opened. */
  inspector: z
    .object({
      isOpen: z.boolean(),
      /** How many columns have been executed; where nobody has chosen one, those before a measurement. */
      moment: z.number().int().min(0).optional(),
      /** In which passes of loops the moment is, of the outermost loop first; in the first ones when absent. */
      passes: z.array(z.number().int().min(1).max(mostPasses)).max(mostLoops).optional(),
      part: z.enum(stateParts),
      order: z.enum(basisOrders),
      observable: z.string(),
      inputs: z.record(z.string(), z.number()),
      shot: z.number().int().min(0),
      /** All where nobody has chosen. */
      outcomes: z.enum(outcomeChoices).optional(),
      /** One of them; all together when absent. */
      branch: z.string().optional(),
      /** Of the height, and of the width where it is beside the drawing, in percent; the usual ones when absent. */
      share: z.number().min(0).max(100).optional(),
      widthShare: z.number().min(0).max(100).optional(),
      /** Whether the drawing shows the qubits at the moment; it does when absent. */
      hasMarks: z.boolean().optional(),
    })
    .optional(),
  result: z.object({
    scrollTop: z.number().min(0),
    countsOrder: z.enum(['count', 'bits', 'weight']),
    counts: countsViewSchema.optional(),
    lossScale: z.enum(['linear', 'logarithmic', 'distance']).optional(),
    /** Over how many iterations losses are averaged; over none when absent. */
    lossSmoothing: z.enum(['none', '5', '15', '51']).optional(),
  }),
  history: z.object({
    sort: sortSchema,
    /** How runs are ordered that are equal in `sort`. */
    thenBy: z.array(sortSchema).optional(),
    filters: z.array(filterSchema).optional(),
    /** The columns shown, in their order; the usual ones when absent. Widths are pixels. */
    columns: z.array(z.object({ id: z.string(), width: z.number().min(30).optional() })).optional(),
    /** Whether columns are hidden in which the runs shown are all the same. */
    onlyChanged: z.boolean().optional(),
    groupBy: z.enum(historyGroupings).optional(),
    closedGroups: z.array(z.string()).optional(),
    /** Runs whose repeats are shown under them. */
    openRuns: z.array(z.string()).optional(),
    /** Runs chosen to do something with. */
    chosen: z.array(z.string()).optional(),
    /** What stands in place of the table: runs side by side, or charts of those that the table would show. */
    view: z.enum(['table', 'comparison', 'parallel', 'scatter']).optional(),
    /** The runs side by side, the reference first. */
    compared: z.array(z.string()).optional(),
    /** The columns on the axes of the charts. */
    axes: z.array(z.string()).optional(),
    scatter: z.object({ x: z.string(), y: z.string() }).optional(),
    /** Ranges on axes, outside of which runs are not listed. */
    brushes: z.array(z.object({ column: z.string(), low: z.number(), high: z.number() })).optional(),
    /** The run that all others are compared with. */
    baseline: z.string().optional(),
    text: z.string(),
    states: z.enum(historyStateFilters),
    scrollTop: z.number().min(0),
    selectedRun: z.string().optional(),
  }),
});
export type PanelState = z.infer<typeof panelStateSchema>;

export type InspectorState = NonNullable<PanelState['inspector']>;

/** The state kept by an earlier panel, or the initial one if that cannot be read. */
export function readPanelState(stored: unknown): PanelState {
  const parsed = panelStateSchema.safeParse(stored);
  return parsed.success ? parsed.data : initialPanelState;
}
