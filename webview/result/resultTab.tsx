import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';
import { sentCircuits } from '#core/runs/sentCircuits.ts';
import type { OtherCounts, RunRow, ShownRun } from '../app/panelModel.ts';
import { ChartSection } from '../charts/chartSection.tsx';
import { CountsHistogram } from '../charts/counts/countsHistogram.tsx';
import { TableCounts } from '../charts/counts/tableCounts.tsx';
import { LossChart } from '../charts/lossChart.tsx';
import { traceSubject } from '../charts/lossView.ts';
import { ChartSavingContext } from '../charts/saving/chartSaving.ts';
import { backendText } from '../format/backendWords.ts';
import { formatCount } from '../format/numbers.ts';
import { configuredTask } from '../format/runConfiguration.ts';
import { formatFullMoment } from '../format/times.ts';
import { ComparisonTable } from './comparisonTable.tsx';
import { DecisionsSection } from './decisionsSection.tsx';
import { ContenderCharts, ModelCharts } from './learningCharts.tsx';
import { LiveProgress } from './liveProgress.tsx';
import { QuantumUsageSection } from './quantumUsageSection.tsx';
import { RecordTables } from './recordTablesSection.tsx';
import { RepeatRunSection } from './repeatRunSection.tsx';
import { comparisonData, stepsData, traceData } from './resultTables.ts';
import { RunHeader } from './runHeader.tsx';
import { EventsSection, FailureNotice } from './runNotices.tsx';
import { Section } from './section.tsx';
import { StepsSection } from './stepsSection.tsx';
import { VerdictSection } from './verdictSection.tsx';

interface ResultTabProps {
  readonly run: ShownRun;
  readonly state: PanelState['result'];
  readonly onState: (state: PanelState['result']) => void;
  readonly send: (message: PanelMessage) => void;
  /** Of the workspace, newest first. */
  readonly runs: readonly RunRow[];
  readonly otherCounts: OtherCounts | undefined;
}

/** The latest runs of the same file whose counts may be laid over. */
const mostOtherRuns = 20;

/** One run: what came out of it, how sure that is, what it took, and how to repeat it; live while it works. */
export function ResultTab({ onState, otherCounts, run, runs, send, state }: ResultTabProps) {
  const { jobs, live, record } = run;
  const { result } = record;
  const { counts, objective } = result ?? {};
  const subject = useMemo(() => traceSubject(objective, configuredTask(record)), [objective, record.configuration]);
  const working = !isFinal(record.state);
  const otherRuns = useMemo(() => comparableRuns(record, runs), [record, runs]);
  const trace = liveTrace(record, live?.trace);
  const scroller = useRef<HTMLElement>(null);
  // The offset of the last session applies once per run; afterwards the element itself knows where it is.
  const scrollTop = useRef(state.scrollTop);
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: scrollTop.current });
    scrollTop.current = 0;
  }, [record.id]);

  return (
    <ChartSavingContext value={{ subject: record.name, save: (file) => send({ type: 'save-chart', file }) }}>
      <section
        class="result"
        ref={scroller}
        aria-label="Result of the run"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScrollEnd={(event) => onState({ ...state, scrollTop: event.currentTarget.scrollTop })}
      >
        <RunHeader record={record} send={send} />
        {working && <LiveProgress record={record} live={live} jobs={jobs} send={send} />}
        <FailureNotice record={record} />
        <VerdictSection record={record} />
        {result !== undefined && result.contenders.length > 0 && (
          <ChartSection title="Comparison" table={() => comparisonData(result.contenders, result.verdicts)}>
            <ComparisonTable
              contenders={result.contenders}
              verdicts={result.verdicts}
              computedOn={backendText(record)}
            />
          </ChartSection>
        )}
        <EventsSection result={result} live={working ? (live?.warnings ?? []) : []} />
        <DecisionsSection record={record} />
        <div class="columns">
          <div class="column">
            {trace.length > 0 && (
              <ChartSection title="Training" note={working ? 'so far' : undefined} table={() => traceData(trace)}>
                <LossChart
                  trace={trace}
                  subject={subject}
                  scale={state.lossScale ?? 'linear'}
                  onScale={(lossScale) => onState({ ...state, lossScale })}
                  smoothing={state.lossSmoothing ?? 'none'}
                  onSmoothing={(lossSmoothing) => onState({ ...state, lossSmoothing })}
                />
              </ChartSection>
            )}
            {result !== undefined && <ContenderCharts result={result} />}
            {counts !== undefined && Object.keys(counts).length > 0 && (
              <CountsHistogram
                key={record.id}
                result={result ?? {}}
                counts={counts}
                state={state}
                onState={onState}
                otherRuns={otherRuns}
                otherCounts={otherCounts}
                readCounts={(id) => send({ type: 'read-counts', id })}
              />
            )}
            {result?.rowCounts !== undefined && result.rowCounts.length > 0 && (
              <TableCounts key={record.id} rowCounts={result.rowCounts} state={state} onState={onState} />
            )}
            {result?.quantum !== undefined && (
              <Section title="Quantum use">
                <QuantumUsageSection
                  usage={result.quantum}
                  sent={sentCircuits(record)}
                  onOpen={(name) => send({ type: 'open-sent-circuit', id: record.id, name })}
                />
              </Section>
            )}
          </div>
          <div class="column">
            {result !== undefined && <ModelCharts result={result} />}
            {result !== undefined && result.steps.length > 0 && (
              <ChartSection
                title="Steps"
                note={formatCount(new Set(result.steps.map(({ id }) => id)).size, 'step')}
                table={() => stepsData(result.steps)}
              >
                <StepsSection steps={result.steps} />
              </ChartSection>
            )}
            <Section title="Repeat this run">
              <RepeatRunSection record={record} send={send} />
            </Section>
          </div>
        </div>
        <RecordTables record={record} />
      </section>
    </ChartSavingContext>
  );
}

function comparableRuns({ file, id, kind }: RunRecord, runs: readonly RunRow[]) {
  return runs
    .filter((other) => other.id !== id && other.kind === kind && other.file === file && other.state === 'succeeded')
    .slice(0, mostOtherRuns)
    .map(({ backend, createdAt, id: value, name }) => ({
      value,
      label: `${name} on ${backend}, ${formatFullMoment(createdAt)}`,
    }));
}

/** While a run works its trace arrives live; a stored one may hold the part before an interruption. */
function liveTrace(record: RunRecord, live: readonly TraceEntry[] | undefined): readonly TraceEntry[] {
  const stored = record.result?.trace ?? [];
  if (live === undefined || live.length === 0) return stored;
  return stored.length === 0 ? live : [...stored, ...live];
}
