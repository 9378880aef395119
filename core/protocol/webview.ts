import * as z from 'zod';
import { jobsOutSchema } from '#core/runs/jobNews.ts';
import { runRecordSchema, traceEntrySchema } from '#core/runs/runRecord.ts';
import { chartFileSchema } from './chartFile.ts';
import {
  circuitGatesAnswerSchema,
  circuitGestureSchema,
  circuitParametersAnswerSchema,
  copyOutcomeSchema,
  drawnElementSchema,
  drawnElementsSchema,
  gestureOutcomeSchema,
} from './circuitEditing.ts';
import { drawingFormSchema } from './drawingExport.ts';
import { drawingAnswerSchema, drawingQuestionSchema, shownDrawingSchema } from './drawingQuestions.ts';
import { groupOpeningSchema } from './groupOpening.ts';
import { historyHostMessages, historyPanelMessages } from './historyMessages.ts';
import { panelTabs } from './panelTabs.ts';
import { graphRunSchema, pipelineViewSchema } from './pipelineGraph.ts';
import { planViewSchema } from './planView.ts';
import { rolloutViewSchema } from './rolloutView.ts';
import { scorecardViewSchema } from './scorecardView.ts';
import { stateQuestionSchema, stateViewSchema } from './stateInspection.ts';

/**
 * Messages between the extension host and the panel. Both sides parse what arrives with these schemas and ignore, with
 * a log line, what does not fit. Neither direction ever carries a credential.
 */

/** The commands an empty tab has a button for. */
export const panelBeginnings = [
  'run-pipeline',
  'plan-pipeline',
  'new-project',
  'show-circuit',
  'show-pipeline',
  'show-scorecard',
  'show-rollout',
] as const;
export type PanelBeginning = (typeof panelBeginnings)[number];

const offsetRangeSchema = z.object({ start: z.number(), end: z.number() });

/** What the Circuit tab shows. The drawing is checked by its producer; here only its envelope is. */
const circuitViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** The drawing of a file is on its way; one of another file may stay until it is there. */
  z.object({ kind: z.literal('awaited'), file: z.string() }),
  z.object({
    kind: z.literal('drawing'),
    file: z.string(),
    version: z.number(),
    /** Which calls and loops the drawing opens. */
    opening: groupOpeningSchema,
    /** Why the file cannot be edited; absent where it can. */
    readOnly: z.string().optional(),
    /** A part of it; the page asks for the rest as it comes into view. */
    drawing: shownDrawingSchema,
    /** Absent while the drawing is that of the beginning of a long circuit, for a first look; that of all of it follows. */
    facts: z
      .object({
        qubits: z.number(),
        bits: z.number(),
        depth: z.number(),
        gates: z.number(),
        twoQubitGates: z.number(),
        parameters: z.array(z.string()),
      })
      .optional(),
  }),
  z.object({ kind: z.literal('unavailable'), file: z.string(), reason: z.string() }),
]);

/** What the inspector under the drawing shows. */
const inspectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), state: stateViewSchema }),
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);

/** What the Result tab shows: a stored run, with what it says live while it works. */
const resultViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('run'),
    record: runRecordSchema,
    live: z
      .object({
        fraction: z.number(),
        detail: z.string(),
        trace: z.array(traceEntrySchema),
        /** What it has warned of so far. */
        warnings: z.array(z.string()).optional(),
      })
      .optional(),
    /** Of a run at work, also in another process: what it waits for at providers. */
    jobs: jobsOutSchema.optional(),
  }),
  z.object({ kind: z.literal('unavailable'), id: z.string(), reason: z.string() }),
]);

export const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('show-tab'), tab: z.enum(panelTabs) }),
  z.object({ type: z.literal('circuit'), view: circuitViewSchema }),
  /** The answer to the question of that number. */
  z.object({ type: z.literal('circuit-answer'), question: z.number(), answer: drawingAnswerSchema }),
  /** What became of the gesture of that number. */
  z.object({ type: z.literal('circuit-edited'), number: z.number(), outcome: gestureOutcomeSchema }),
  /** The gates that can be placed in a file. */
  z.object({ type: z.literal('circuit-gates'), file: z.string(), gates: circuitGatesAnswerSchema }),
  /** The parameters that the question of that number was about. */
  z.object({ type: z.literal('circuit-parameters'), number: z.number(), answer: circuitParametersAnswerSchema }),
  /** Whether the statements that the question of that number was about are on the clipboard. */
  z.object({ type: z.literal('circuit-copied'), number: z.number(), outcome: copyOutcomeSchema }),
  /** What the question of that number was about is undone, or made again. The editor has the focus. */
  z.object({ type: z.literal('circuit-undone'), number: z.number() }),
  /** The cursor moved in the source: highlight what lies under it. */
  z.object({ type: z.literal('highlight-source'), range: offsetRangeSchema }),
  /** Answers the question of that number. */
  z.object({ type: z.literal('state'), id: z.number(), view: inspectionSchema }),
  z.object({ type: z.literal('pipeline'), view: pipelineViewSchema }),
  /** How far the latest run of the pipeline in the Pipeline tab is; none where there is none. */
  z.object({ type: z.literal('pipeline-run'), file: z.string(), run: graphRunSchema.optional() }),
  /** The cursor moved in the pipeline: highlight the step it is in. */
  z.object({ type: z.literal('highlight-step'), range: offsetRangeSchema }),
  z.object({ type: z.literal('plan'), view: planViewSchema }),
  z.object({ type: z.literal('result'), view: resultViewSchema }),
  /** Answers `read-counts`: what another run measured; without counts where it has none that can be read. */
  z.object({
    type: z.literal('counts-of-run'),
    id: z.string(),
    name: z.string(),
    counts: z.record(z.string(), z.number()).optional(),
  }),
  ...historyHostMessages,
  z.object({ type: z.literal('scorecard'), view: scorecardViewSchema }),
  z.object({ type: z.literal('rollout'), view: rolloutViewSchema }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

export const panelMessageSchema = z.discriminatedUnion('type', [
  /** Sent once the panel can receive; the host then sends everything it has, what the tab shows first. */
  z.object({
    type: z.literal('ready'),
    protocol: z.number(),
    /** The tab that it shows, unless it is told to show another. */
    tab: z.enum(panelTabs),
    /** It shows what its page began with already. */
    hasBeginning: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('reveal-source'),
    file: z.string(),
    version: z.number(),
    range: offsetRangeSchema,
    /** Whether the keyboard stays with the drawing. */
    keepsFocus: z.boolean().optional(),
  }),
  /** Asks about the drawing of a number; every question of a page has a number of its own. */
  z.object({
    type: z.literal('circuit-question'),
    file: z.string(),
    drawing: z.number(),
    number: z.number(),
    question: drawingQuestionSchema,
  }),
  /** The user did something with a drawn circuit that is to be an edit of its source. */
  z.object({
    type: z.literal('edit-circuit'),
    file: z.string(),
    version: z.number(),
    number: z.number(),
    gesture: circuitGestureSchema,
  }),
  z.object({ type: z.literal('ask-circuit-gates'), file: z.string() }),
  z.object({
    type: z.literal('ask-circuit-parameters'),
    file: z.string(),
    version: z.number(),
    number: z.number(),
    element: drawnElementSchema,
  }),
  /** Puts the statements of elements on the clipboard. */
  z.object({
    type: z.literal('copy-circuit'),
    file: z.string(),
    version: z.number(),
    number: z.number(),
    elements: drawnElementsSchema,
  }),
  /** Puts the statements on the clipboard behind that of an element, or at the end of the program. */
  z.object({
    type: z.literal('paste-circuit'),
    file: z.string(),
    version: z.number(),
    number: z.number(),
    behind: drawnElementSchema.optional(),
  }),
  /** Undoes the last edit of the file, or makes it again, as in the editor. */
  z.object({
    type: z.literal('undo-circuit'),
    file: z.string(),
    number: z.number(),
    what: z.enum(['undo', 'redo']),
  }),
  z.object({ type: z.literal('reveal-step'), file: z.string(), version: z.number(), range: offsetRangeSchema }),
  /** Something to do with the pipeline of the Pipeline tab. */
  z.object({ type: z.literal('pipeline-action'), action: z.enum(['run', 'plan']) }),
  /** Opens or closes calls and loops in the drawing of a file. */
  z.object({ type: z.literal('open-groups'), file: z.string(), opening: groupOpeningSchema }),
  /** The user wants to keep the drawing of a file, and is asked where. */
  z.object({ type: z.literal('save-drawing'), file: z.string(), form: drawingFormSchema }),
  /**
   * Asks for the state of the circuit that is drawn. A question takes the place of the one before, which is then not
   * answered, and neither is one about a drawing that is outdated.
   */
  z.object({
    type: z.literal('inspect-state'),
    id: z.number(),
    file: z.string(),
    version: z.number(),
    question: stateQuestionSchema,
  }),
  z.object({ type: z.literal('open-run'), id: z.string() }),
  /** Asks for the counts of a run, to lay them over those of another. */
  z.object({ type: z.literal('read-counts'), id: z.string() }),
  /** Opens the circuit of a run as a backend got it, by its name among the attachments of the run. */
  z.object({ type: z.literal('open-sent-circuit'), id: z.string(), name: z.string() }),
  z.object({ type: z.literal('cancel-run'), id: z.string() }),
  ...historyPanelMessages,
  z.object({ type: z.literal('open-file'), file: z.string() }),
  /** The user wants to keep a chart as a file, and is asked where. */
  z.object({ type: z.literal('save-chart'), file: chartFileSchema }),
  z.object({ type: z.literal('run-again'), id: z.string() }),
  /** Runs the pipeline again as that run was, on its files as they were. */
  z.object({ type: z.literal('repeat-run'), id: z.string() }),
  /** Runs what the Plan tab is about. */
  z.object({ type: z.literal('run-planned') }),
  /** Ends the runs of the suite in the Plan tab. */
  z.object({ type: z.literal('cancel-planned') }),
  /** What an empty tab proposes to do first. */
  z.object({ type: z.literal('begin'), action: z.enum(panelBeginnings) }),
  /** Compares a kept version of the scorecard with a later one, or with what recorded runs say now; or stops comparing. */
  z.object({
    type: z.literal('compare-scorecard'),
    version: z.string().optional(),
    newer: z.string().optional(),
  }),
  /** Shows the scorecard of another file. */
  z.object({ type: z.literal('open-scorecard'), file: z.string() }),
  z.object({ type: z.literal('keep-scorecard') }),
  z.object({ type: z.literal('export-scorecard') }),
  /** The user wants to enter the value of a manual measure, or to review the one that is entered. */
  z.object({ type: z.literal('enter-measure'), measure: z.string(), what: z.enum(['value', 'review']) }),
  /** The user wants to decide about the pipeline in the Rollout tab: its quantum step, or the stage it is at. */
  z.object({
    type: z.literal('decide-rollout'),
    decision: z.enum(['approved', 'advanced', 'rolled-back', 'restored']),
  }),
]);
export type PanelMessage = z.infer<typeof panelMessageSchema>;
