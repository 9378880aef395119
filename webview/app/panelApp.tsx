import { useLayoutEffect, useState } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { PanelBeginning, PanelMessage, PanelTab } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { CircuitTab } from '../circuit/circuitTab.tsx';
import type { AskAboutDrawing } from '../circuit/drawingAsker.ts';
import { HistoryTab } from '../history/historyTab.tsx';
import { RunValueColumns } from '../history/runValueColumns.ts';
import { PipelineTab } from '../pipeline/pipelineTab.tsx';
import { PlanTab } from '../plan/planTab.tsx';
import { ResultTab } from '../result/resultTab.tsx';
import { RolloutTab } from '../rollout/rolloutTab.tsx';
import { ScorecardTab } from '../scorecard/scorecardTab.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { ErrorBoundary } from '../ui/errorBoundary.tsx';
import { Button, ProgressRing } from '../ui/kit.ts';
import { type TabDefinition, Tabs } from '../ui/tabs.tsx';
import type { PanelModel } from './panelModel.ts';
import type { PanelStore } from './panelStore.ts';

const tabs: readonly TabDefinition<PanelTab>[] = [
  { id: 'circuit', label: 'Circuit' },
  { id: 'pipeline', label: 'Pipeline' },
  { id: 'plan', label: 'Plan' },
  { id: 'result', label: 'Result' },
  { id: 'history', label: 'History' },
  { id: 'scorecard', label: 'Scorecard' },
  { id: 'rollout', label: 'Rollout' },
];

const noRecords: ReadonlyMap<string, RunRecord> = new Map();

interface PanelAppProps {
  readonly store: PanelStore;
  readonly send: (message: PanelMessage) => void;
  readonly ask: AskAboutDrawing;
}

/** The whole panel: shows one of the tabs with what the store holds. */
export function PanelApp({ store, send, ask }: PanelAppProps) {
  const [model, setModel] = useState(() => store.model());
  useLayoutEffect(() => {
    setModel(store.model());
    return store.subscribe(() => setModel(store.model()));
  }, [store]);
  return (
    <Tabs label="Views" tabs={tabs} shown={model.state.tab} onShow={(tab) => store.update({ tab })}>
      <ShownTab model={model} update={store.update} send={send} ask={ask} />
    </Tabs>
  );
}

interface ShownTabProps {
  readonly model: PanelModel;
  readonly update: (change: Partial<PanelState>) => void;
  readonly send: (message: PanelMessage) => void;
  readonly ask: AskAboutDrawing;
}

function ShownTab({ model, update, send, ask }: ShownTabProps) {
  switch (model.state.tab) {
    case 'circuit':
      return (
        <ErrorBoundary key="circuit" subject="The circuit" attempt={model.circuit}>
          <CircuitContent model={model} update={update} send={send} ask={ask} />
        </ErrorBoundary>
      );
    case 'pipeline':
      return (
        <ErrorBoundary key="pipeline" subject="The pipeline" attempt={model.pipeline}>
          <PipelineContent model={model} send={send} />
        </ErrorBoundary>
      );
    case 'plan':
      return (
        <ErrorBoundary key="plan" subject="The plan" attempt={model.plan}>
          <PlanContent model={model} send={send} />
        </ErrorBoundary>
      );
    case 'result':
      return (
        <ErrorBoundary key="result" subject="The result" attempt={model.result}>
          <ResultContent model={model} update={update} send={send} />
        </ErrorBoundary>
      );
    case 'history':
      return (
        <ErrorBoundary key="history" subject="The history" attempt={model.history}>
          <HistoryContent model={model} update={update} send={send} />
        </ErrorBoundary>
      );
    case 'scorecard':
      return (
        <ErrorBoundary key="scorecard" subject="The scorecard" attempt={model.scorecard}>
          <ScorecardContent model={model} send={send} />
        </ErrorBoundary>
      );
    case 'rollout':
      return (
        <ErrorBoundary key="rollout" subject="The rollout" attempt={model.rollout}>
          <RolloutContent model={model} send={send} />
        </ErrorBoundary>
      );
  }
}

function CircuitContent({ model, update, send, ask }: ShownTabProps) {
  const { circuit } = model;
  switch (circuit?.kind) {
    case undefined:
      return <Loading subject="circuit" />;
    case 'none':
      return (
        <EmptyState
          icon="circle-dots"
          title="No circuit to show"
          advice="Open an OpenQASM file (.qasm, .qasm3) and choose Show Circuit: it is drawn here and follows your edits."
        >
          <Begin label="Show Circuit" action="show-circuit" send={send} />
        </EmptyState>
      );
    case 'unavailable':
      return (
        <EmptyState icon="warning" title={`${circuit.file} cannot be drawn now`} advice={circuit.reason}>
          <Button label="Open Circuit" onPress={() => send({ type: 'open-file', file: circuit.file })} />
        </EmptyState>
      );
    case 'drawing':
      return (
        <CircuitTab
          circuit={circuit}
          sourceSelection={model.sourceSelection}
          state={model.state.circuit}
          onState={(state) => update({ circuit: state })}
          inspector={model.state.inspector}
          onInspector={(inspector) => update({ inspector })}
          stateAnswer={model.stateAnswer}
          send={send}
          ask={ask}
        />
      );
  }
}

function PipelineContent({ model, send }: Pick<ShownTabProps, 'model' | 'send'>) {
  const { pipeline, pipelineSelection } = model;
  switch (pipeline?.kind) {
    case undefined:
      return <Loading subject="pipeline" />;
    case 'none':
      return (
        <EmptyState
          icon="filter"
          title="No pipeline to show"
          advice="Open a pipeline (*.hybrid.yaml) and choose Show Pipeline: its steps are drawn here and follow your edits and runs."
        >
          <Begin label="Show Pipeline" action="show-pipeline" send={send} />
        </EmptyState>
      );
    case 'unavailable':
      return <Unavailable what="No graph" view={pipeline} send={send} />;
    case 'graph':
      return <PipelineTab view={pipeline} cursor={pipelineSelection} send={send} />;
  }
}

function PlanContent({ model: { plan }, send }: Pick<ShownTabProps, 'model' | 'send'>) {
  switch (plan?.kind) {
    case undefined:
      return <Loading subject="plan" />;
    case 'none':
      return (
        <EmptyState
          icon="clock"
          title="No plan to show"
          advice="Open a pipeline (*.hybrid.yaml) or a circuit and choose Plan: circuits, shots, jobs, time and cost of a run, before anything is sent."
        >
          <Begin label="Show Plan of Pipeline" action="plan-pipeline" send={send} />
        </EmptyState>
      );
    case 'unavailable':
      return <Unavailable what="No plan" view={plan} send={send} />;
    case 'plan':
      return <PlanTab key={plan.file} view={plan} send={send} />;
  }
}

function ResultContent({ model, update, send }: Omit<ShownTabProps, 'ask'>) {
  const { result } = model;
  switch (result?.kind) {
    case undefined:
      return <Loading subject="result" />;
    case 'none':
      return (
        <EmptyState
          icon="balance"
          title="No run to show"
          advice="Run a pipeline or simulate a circuit, or open one of the recorded runs in History. Without a pipeline, begin with a project from a template."
        >
          <Begin label="Run Pipeline" action="run-pipeline" send={send} />
          <Begin label="New Project…" action="new-project" send={send} />
          <Button label="Show History" onPress={() => update({ tab: 'history' })} />
        </EmptyState>
      );
    case 'unavailable':
      return (
        <EmptyState icon="warning" title={`Run ${result.id} cannot be shown now`} advice={result.reason}>
          <Button label="Show History" onPress={() => update({ tab: 'history' })} />
        </EmptyState>
      );
    case 'run':
      return (
        <ResultTab
          run={result}
          state={model.state.result}
          onState={(state) => update({ result: state })}
          send={send}
          runs={model.history?.runs ?? []}
          otherCounts={model.otherCounts}
        />
      );
  }
}

function HistoryContent({ model, update, send }: Omit<ShownTabProps, 'ask'>) {
  if (model.history === undefined) return <Loading subject="history" />;
  return (
    <HistoryTab
      history={model.history}
      values={model.runValues ?? RunValueColumns.none}
      records={model.runRecords ?? noRecords}
      comparison={model.comparison}
      state={model.state.history}
      openRunId={model.state.runId}
      onState={(state) => update({ history: state })}
      actions={{
        openRun: (id) => send({ type: 'open-run', id }),
        deleteRuns: (ids) => send({ type: 'delete-runs', ids: [...ids] }),
        restoreRuns: (ids) => send({ type: 'restore-runs', ids: [...ids] }),
        cancelRun: (id) => send({ type: 'cancel-run', id }),
        annotate: (ids, { addTags, note, removeTags, starred }) =>
          send({
            type: 'annotate-runs',
            ids: [...ids],
            change: { starred, note, addTags: addTags && [...addTags], removeTags: removeTags && [...removeTags] },
          }),
        readValues: (names) => send({ type: 'read-values', names: [...names] }),
        readRecords: (ids) => send({ type: 'read-records', ids: [...ids] }),
        compareRuns: (ids) => send({ type: 'compare-runs', ids: [...ids] }),
        exportRuns: (ids) => send({ type: 'export-runs', ids: [...ids] }),
        restoreFile: (id) => send({ type: 'restore-file', id }),
        runChanged: (id, options) => send({ type: 'run-changed', id, options }),
      }}
    />
  );
}

function ScorecardContent({ model: { scorecard }, send }: Pick<ShownTabProps, 'model' | 'send'>) {
  switch (scorecard?.kind) {
    case undefined:
      return <Loading subject="scorecard" />;
    case 'none':
      return (
        <EmptyState
          icon="balance"
          title="No scorecard to show"
          advice="Open a pipeline or suite with a scorecard block, or a *.scorecard.yaml file, and choose Show Scorecard."
        >
          <Begin label="Show Scorecard" action="show-scorecard" send={send} />
        </EmptyState>
      );
    case 'unavailable':
      return <Unavailable what="No scorecard" view={scorecard} send={send} />;
    case 'scorecard':
      return <ScorecardTab key={scorecard.file} view={scorecard} send={send} />;
  }
}

function RolloutContent({ model: { rollout }, send }: Pick<ShownTabProps, 'model' | 'send'>) {
  switch (rollout?.kind) {
    case undefined:
      return <Loading subject="rollout" />;
    case 'none':
      return (
        <EmptyState
          icon="clock"
          title="No rollout to show"
          advice="Open a pipeline with a rollout block and choose Show Rollout."
        >
          <Begin label="Show Rollout" action="show-rollout" send={send} />
        </EmptyState>
      );
    case 'unavailable':
      return <Unavailable what="No rollout" view={rollout} send={send} />;
    case 'rollout':
      return <RolloutTab key={rollout.file} view={rollout} send={send} />;
  }
}

interface UnavailableProps {
  readonly what: string;
  readonly view: { readonly file: string; readonly reason: string };
  readonly send: (message: PanelMessage) => void;
}

function Unavailable({ send, view: { file, reason }, what }: UnavailableProps) {
  return (
    <EmptyState icon="warning" title={`${what} of ${file}`} advice={reason}>
      <Button label="Open File" onPress={() => send({ type: 'open-file', file })} />
    </EmptyState>
  );
}

interface BeginProps {
  readonly label: string;
  readonly action: PanelBeginning;
  readonly send: (message: PanelMessage) => void;
}

/** A button for the command that fills an empty tab. */
function Begin({ action, label, send }: BeginProps) {
  return <Button label={label} onPress={() => send({ type: 'begin', action })} />;
}

function Loading({ subject }: { readonly subject: string }) {
  return (
    <div class="empty-state" role="status">
      <ProgressRing label={`Loading the ${subject}`} />
    </div>
  );
}
