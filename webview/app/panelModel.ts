import type { OffsetRange } from '#core/base/textRange.ts';
import type { ComparisonView } from '#core/protocol/comparisonView.ts';
import { initialInspectorState } from '#core/protocol/initialPanelState.ts';
import type { InspectorState, PanelState } from '#core/protocol/panelState.ts';
import type { PipelineView } from '#core/protocol/pipelineGraph.ts';
import type { PlanView } from '#core/protocol/planView.ts';
import type { RolloutView } from '#core/protocol/rolloutView.ts';
import type { ScorecardView } from '#core/protocol/scorecardView.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { receiveOlderRuns, receiveRecords, receiveRuns } from '../history/receiveRuns.ts';
import { RunValueColumns } from '../history/runValueColumns.ts';

export type CircuitView = Extract<HostMessage, { type: 'circuit' }>['view'];
export type ResultView = Extract<HostMessage, { type: 'result' }>['view'];
/** One run as the history lists it. */
export type RunRow = Extract<HostMessage, { type: 'history' }>['runs'][number];
export interface HistoryView {
  readonly runs: readonly RunRow[];
  /** Older ones that have come and are not shown yet. */
  readonly waiting: readonly RunRow[];
  /** How many there are in all. */
  readonly total: number;
}
export type OtherCounts = Omit<Extract<HostMessage, { type: 'counts-of-run' }>, 'type'>;
export type StateAnswer = Pick<Extract<HostMessage, { type: 'state' }>, 'id' | 'view'>;
export type DrawnCircuit = Extract<CircuitView, { kind: 'drawing' }>;
export type CircuitFacts = NonNullable<DrawnCircuit['facts']>;
/** A circuit of which more than the beginning is drawn. */
export type WholeCircuit = DrawnCircuit & { readonly facts: CircuitFacts };
export type ShownRun = Extract<ResultView, { kind: 'run' }>;

/** What the panel shows: the last snapshot of each kind from the host, and where the user is. */
export interface PanelModel {
  /** Absent until the host has sent one, so that "nothing there" is not said too early. */
  readonly circuit?: CircuitView;
  /** The latest answer about the state of the circuit. */
  readonly stateAnswer?: StateAnswer;
  readonly pipeline?: PipelineView;
  /** The selection in the pipeline, in offsets of the version last received. */
  readonly pipelineSelection?: OffsetRange;
  readonly plan?: PlanView;
  readonly result?: ResultView;
  readonly history?: HistoryView;
  /** What another run measured, as asked for last. */
  readonly otherCounts?: OtherCounts;
  readonly comparison?: ComparisonView;
  /** What runs beside each other that are under way have said of their optimisation, by their ids. */
  readonly liveTraces?: ReadonlyMap<string, readonly TraceEntry[]>;
  readonly runValues?: RunValueColumns;
  readonly runRecords?: ReadonlyMap<string, RunRecord>;
  readonly scorecard?: ScorecardView;
  readonly rollout?: RolloutView;
  /** The selection in the source, in offsets of the version of the circuit last received. */
  readonly sourceSelection?: OffsetRange;
  readonly state: PanelState;
}

/** The model after a message of the host. */
export function receiveMessage(model: PanelModel, message: HostMessage): PanelModel {
  switch (message.type) {
    case 'show-tab':
      return { ...model, state: { ...model.state, tab: message.tab } };
    case 'circuit':
      if (!isShown(model, message.view)) return model;
      return { ...model, circuit: message.view, state: withCircuitFile(model.state, message.view) };
    // Answers go to whoever asked.
    case 'circuit-answer':
    case 'circuit-edited':
    case 'circuit-copied':
    case 'circuit-undone':
    case 'circuit-gates':
    case 'circuit-parameters':
      return model;
    case 'highlight-source':
      return { ...model, sourceSelection: message.range };
    case 'state':
      return { ...model, stateAnswer: { id: message.id, view: message.view } };
    case 'result':
      return { ...model, result: message.view, state: withRun(model.state, message.view) };
    case 'pipeline':
      return { ...model, pipeline: message.view, state: { ...model.state, ...fileOf('pipelineFile', message.view) } };
    case 'pipeline-run':
      return { ...model, ...withPipelineRun(model.pipeline, message) };
    case 'highlight-step':
      return { ...model, pipelineSelection: message.range };
    case 'plan':
      return { ...model, plan: message.view, state: { ...model.state, ...fileOf('planFile', message.view) } };
    case 'counts-of-run': {
      const { type: _type, ...otherCounts } = message;
      return { ...model, otherCounts };
    }
    case 'history':
      return { ...model, history: receiveRuns(model.history, message) };
    case 'older-runs':
      return { ...model, history: receiveOlderRuns(model.history, message) };
    case 'run-values':
      return { ...model, runValues: (model.runValues ?? RunValueColumns.none).receive(message) };
    case 'run-records':
      return { ...model, runRecords: receiveRecords(model.runRecords ?? new Map(), message.records) };
    case 'live-traces':
      return { ...model, liveTraces: new Map(message.traces.map(({ id, trace }) => [id, trace])) };
    case 'comparison':
      return { ...model, comparison: message.view };
    case 'scorecard':
      return { ...model, scorecard: message.view, state: { ...model.state, ...fileOf('scorecardFile', message.view) } };
    case 'rollout':
      return { ...model, rollout: message.view, state: { ...model.state, ...fileOf('rolloutFile', message.view) } };
  }
}

export function isWhole(circuit: DrawnCircuit): circuit is WholeCircuit {
  return circuit.facts !== undefined;
}

/**
 * Whether a view of the circuit takes the place of the one before: that a drawing is awaited is news only where there is
 * none, and a beginning is for a first look, not for somebody who comes back to a place further on or to a state.
 */
function isShown({ circuit, state }: PanelModel, view: CircuitView): boolean {
  if (view.kind === 'awaited') return circuit?.kind !== 'drawing';
  if (view.kind !== 'drawing' || isWhole(view)) return true;
  if (state.inspector?.isOpen || (circuit?.kind === 'drawing' && circuit.file === view.file)) return false;
  const { left, top } = state.circuit.scroll;
  return view.file !== state.circuitFile || (left === 0 && top === 0);
}

/** Keeps which file is shown, for whoever restores the panel. */
function fileOf(
  key: 'pipelineFile' | 'planFile' | 'scorecardFile' | 'rolloutFile',
  view: PipelineView | PlanView | ScorecardView | RolloutView,
): Pick<PanelState, 'pipelineFile' | 'planFile' | 'scorecardFile' | 'rolloutFile'> {
  return view.kind === 'none' ? {} : { [key]: view.file };
}

/** Another file starts at its own top left and its own moment. Which calls and loops are open is kept for whoever restores the panel. */
function withPipelineRun(
  pipeline: PipelineView | undefined,
  { file, run }: Extract<HostMessage, { type: 'pipeline-run' }>,
): Pick<PanelModel, 'pipeline'> {
  if (pipeline?.kind !== 'graph' || pipeline.file !== file) return {};
  const { run: _before, ...rest } = pipeline;
  return { pipeline: { ...rest, ...(run && { run }) } };
}

/** Another file starts at its own top left. Which calls and loops are open is kept for whoever restores the panel. */
function withCircuitFile(state: PanelState, view: CircuitView): PanelState {
  if (view.kind === 'none' || view.kind === 'awaited') return state;
  const circuit = view.kind === 'drawing' ? { ...state.circuit, opening: view.opening } : state.circuit;
  if (view.file === state.circuitFile) return { ...state, circuit };
  const { inspector, ...others } = state;
  return {
    ...others,
    circuitFile: view.file,
    circuit: { ...circuit, scroll: { left: 0, top: 0 } },
    ...(inspector && { inspector: atBeginning(inspector) }),
  };
}

/** What somebody has chosen for one circuit means nothing for another. */
function atBeginning(inspector: InspectorState): InspectorState {
  const { branch: _branch, moment: _moment, passes: _passes, ...kept } = inspector;
  const { inputs, observable, shot } = initialInspectorState;
  return { ...kept, inputs, observable, shot };
}

function withRun(state: PanelState, view: ResultView): PanelState {
  if (view.kind === 'none') return state;
  const runId = view.kind === 'run' ? view.record.id : view.id;
  if (runId === state.runId) return state;
  const { counts: _ofAnotherRun, ...result } = state.result;
  return { ...state, runId, result: { ...result, scrollTop: 0 } };
}
