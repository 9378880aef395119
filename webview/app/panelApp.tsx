import { useLayoutEffect, useState } from 'preact/hooks';
import type { PanelTab } from '#core/protocol/panelTabs.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { awaitedCircuit } from '../circuit/awaitedCircuit.ts';
import { CircuitTab } from '../circuit/circuitTab.tsx';
import type { AskAboutDrawing } from '../circuit/drawingAsker.ts';
import { HistoryTab } from '../history/historyTab.tsx';
import { RunValueColumns } from '../history/runValueColumns.ts';
import { PipelineTab } from '../pipeline/pipelineTab.tsx';
import { PlanTab } from '../plan/planTab.tsx';
import { ResultTab } from '../result/resultTab.tsx';
import { RolloutTab } from '../rollout/rolloutTab.tsx';
import { ScorecardTab } from '../scorecard/scorecardTab.tsx';
import { ErrorBoundary } from '../ui/errorBoundary.tsx';
import { Button } from '../ui/kit.ts';
import { type TabDefinition, Tabs } from '../ui/tabs.tsx';
import type { PanelModel } from './panelModel.ts';
import type { PanelStore } from './panelStore.ts';
import { type EmptyTab, EmptyTabState, Loading, TabContent } from './tabContent.tsx';
import { type TabActions, tabView } from './tabView.tsx';

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
const noTraces: ReadonlyMap<string, readonly TraceEntry[]> = new Map();

/** Where there are no runs at all. */
const firstSteps: EmptyTab['begin'] = [
  { label: 'Run Pipeline', action: 'run-pipeline' },
  { label: 'New Project…', action: 'new-project' },
];
const noHistory: EmptyTab = {
  icon: 'clock',
  title: 'No runs yet',
  advice:
    'Run a pipeline or simulate a circuit: every run is kept here with its result, its seeds and how to repeat it.',
  begin: firstSteps,
};

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

interface ShownTabProps extends TabActions {
  readonly model: PanelModel;
}

function ShownTab(props: ShownTabProps) {
  const { model } = props;
  switch (model.state.tab) {
    case 'circuit':
      return (
        <ErrorBoundary key="circuit" subject="The circuit" attempt={model.circuit}>
          <CircuitContent {...props} />
        </ErrorBoundary>
      );
    case 'pipeline':
      return (
        <ErrorBoundary key="pipeline" subject="The pipeline" attempt={model.pipeline}>
          <PipelineContent {...props} />
        </ErrorBoundary>
      );
    case 'plan':
      return (
        <ErrorBoundary key="plan" subject="The plan" attempt={model.plan}>
          <PlanContent {...props} />
        </ErrorBoundary>
      );
    case 'result':
      return (
        <ErrorBoundary key="result" subject="The result" attempt={model.result}>
          <ResultContent {...props} />
        </ErrorBoundary>
      );
    case 'history':
      return (
        <ErrorBoundary key="history" subject="The history" attempt={model.history}>
          <HistoryContent {...props} />
        </ErrorBoundary>
      );
    case 'scorecard':
      return (
        <ErrorBoundary key="scorecard" subject="The scorecard" attempt={model.scorecard}>
          <ScorecardContent {...props} />
        </ErrorBoundary>
      );
    case 'rollout':
      return (
        <ErrorBoundary key="rollout" subject="The rollout" attempt={model.rollout}>
          <RolloutContent {...props} />
        </ErrorBoundary>
      );
  }
}

const CircuitContent = tabView(
  ['circuit', 'sourceSelection', 'stateAnswer'],
  ['circuit', 'inspector'],
  (model, { ask, send, update }) => (
    <TabContent
      subject="circuit"
      view={model.circuit}
      empty={{
        icon: 'circle-dots',
        title: 'No circuit to show',
        advice:
          'Open an OpenQASM file (.qasm, .qasm3) and choose Show Circuit: it is drawn here and follows your edits.',
        begin: [{ label: 'Show Circuit', action: 'show-circuit' }],
      }}
      unavailable={({ file }) => `${file} cannot be drawn now`}
      send={send}
    >
      {(circuit) => (
        <CircuitTab
          circuit={circuit.kind === 'awaited' ? awaitedCircuit(circuit.file) : circuit}
          sourceSelection={model.sourceSelection}
          state={model.state.circuit}
          onState={(state) => update({ circuit: state })}
          inspector={model.state.inspector}
          onInspector={(inspector) => update({ inspector })}
          stateAnswer={model.stateAnswer}
          send={send}
          ask={ask}
        />
      )}
    </TabContent>
  ),
);

const PipelineContent = tabView(['pipeline', 'pipelineSelection'], [], ({ pipeline, pipelineSelection }, { send }) => (
  <TabContent
    subject="pipeline"
    view={pipeline}
    empty={{
      icon: 'filter',
      title: 'No pipeline to show',
      advice:
        'Open a pipeline (*.hybrid.yaml) and choose Show Pipeline: its steps are drawn here and follow your edits and runs.',
      begin: [{ label: 'Show Pipeline', action: 'show-pipeline' }],
    }}
    unavailable={({ file }) => `No graph of ${file}`}
    send={send}
  >
    {(view) => <PipelineTab view={view} cursor={pipelineSelection} send={send} />}
  </TabContent>
));

const PlanContent = tabView(['plan'], ['history'], ({ plan, state }, { send, update }) => {
  const compare = (ids: readonly string[]) =>
    update({ tab: 'history', history: { ...state.history, view: 'comparison', compared: [...ids] } });
  return (
    <TabContent
      subject="plan"
      view={plan}
      empty={{
        icon: 'clock',
        title: 'No plan to show',
        advice:
          'Open a pipeline (*.hybrid.yaml) or a circuit and choose Plan: circuits, shots, jobs, time and cost of a run, before anything is sent.',
        begin: [{ label: 'Show Plan of Pipeline', action: 'plan-pipeline' }],
      }}
      unavailable={({ file }) => `No plan of ${file}`}
      send={send}
    >
      {(view) => <PlanTab key={view.file} view={view} send={send} onCompare={compare} />}
    </TabContent>
  );
});

const ResultContent = tabView(['result', 'history', 'otherCounts'], ['result'], (model, { send, update }) => (
  <TabContent
    subject="result"
    view={model.result}
    empty={{
      icon: 'balance',
      title: 'No run to show',
      advice:
        'Run a pipeline or simulate a circuit, or open one of the recorded runs in History. Without a pipeline, begin with a project from a template.',
      begin: firstSteps,
    }}
    also={<Button label="Show History" onPress={() => update({ tab: 'history' })} />}
    unavailable={({ id }) => `Run ${id} cannot be shown now`}
    send={send}
  >
    {(run) => (
      <ResultTab
        run={run}
        state={model.state.result}
        onState={(state) => update({ result: state })}
        send={send}
        runs={model.history?.runs ?? []}
        otherCounts={model.otherCounts}
      />
    )}
  </TabContent>
));

const HistoryContent = tabView(
  ['history', 'runValues', 'runRecords', 'comparison', 'liveTraces'],
  ['history', 'runId'],
  (model, { send, update }) => {
    if (model.history === undefined) return <Loading subject="history" />;
    if (model.history.runs.length === 0) return <EmptyTabState empty={noHistory} send={send} />;
    return (
      <HistoryTab
        history={model.history}
        values={model.runValues ?? RunValueColumns.none}
        records={model.runRecords ?? noRecords}
        comparison={model.comparison}
        liveTraces={model.liveTraces ?? noTraces}
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
          readOlderRuns: () => send({ type: 'read-older-runs' }),
          readValues: (names) => send({ type: 'read-values', names: [...names] }),
          readRecords: (ids) => send({ type: 'read-records', ids: [...ids] }),
          compareRuns: (ids) => send({ type: 'compare-runs', ids: [...ids] }),
          exportRuns: (ids) => send({ type: 'export-runs', ids: [...ids] }),
          restoreFile: (id) => send({ type: 'restore-file', id }),
          runChanged: (id, options) => send({ type: 'run-changed', id, options }),
        }}
      />
    );
  },
);

const ScorecardContent = tabView(['scorecard'], [], ({ scorecard }, { send }) => (
  <TabContent
    subject="scorecard"
    view={scorecard}
    empty={{
      icon: 'balance',
      title: 'No scorecard to show',
      advice: 'Open a pipeline or suite with a scorecard block, or a *.scorecard.yaml file, and choose Show Scorecard.',
      begin: [{ label: 'Show Scorecard', action: 'show-scorecard' }],
    }}
    unavailable={({ file }) => `No scorecard of ${file}`}
    send={send}
  >
    {(view) => <ScorecardTab key={view.file} view={view} send={send} />}
  </TabContent>
));

const RolloutContent = tabView(['rollout'], [], ({ rollout }, { send }) => (
  <TabContent
    subject="rollout"
    view={rollout}
    empty={{
      icon: 'clock',
      title: 'No rollout to show',
      advice: 'Open a pipeline with a rollout block and choose Show Rollout: its stages and what they wait for.',
      begin: [{ label: 'Show Rollout', action: 'show-rollout' }],
    }}
    unavailable={({ file }) => `No rollout of ${file}`}
    send={send}
  >
    {(view) => <RolloutTab key={view.file} view={view} send={send} />}
  </TabContent>
));
