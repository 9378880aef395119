import type { OffsetRange } from '#core/base/textRange.ts';
import type { GraphRun, PipelineView } from '#core/protocol/pipelineGraph.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { stateWord, titleOf } from '../format/runWords.ts';
import { Icon, StateIcon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { PipelineGraph } from './pipelineGraph.tsx';

interface PipelineTabProps {
  readonly view: Extract<PipelineView, { kind: 'graph' }>;
  readonly cursor: OffsetRange | undefined;
  readonly send: (message: PanelMessage) => void;
}

/** The steps of the pipeline in the editor, how far its run is, and the way to each step's text. */
export function PipelineTab({ cursor, send, view }: PipelineTabProps) {
  const { file, graph, outdated, run, version } = view;
  return (
    <section class="pipeline" aria-label="Pipeline">
      <header class="run-header">
        <div class="run-title">
          <h1>{graph.name}</h1>
          <span class="version">{graph.kind}</span>
          <div class="run-actions">
            <Button label="Open Pipeline" onPress={() => send({ type: 'open-file', file })} />
            <Button label="Plan" onPress={() => send({ type: 'pipeline-action', action: 'plan' })} />
            <Button label="Run" appearance="primary" onPress={() => send({ type: 'pipeline-action', action: 'run' })} />
          </div>
        </div>
        {run !== undefined && <RunLine run={run} send={send} />}
      </header>
      {outdated !== undefined && (
        <p class="circuit-notice" role="status">
          <Icon name="warning" />
          This is the pipeline as it was before the error. {outdated}
        </p>
      )}
      <PipelineGraph
        key={file}
        graph={graph}
        run={run}
        cursor={outdated === undefined ? cursor : undefined}
        onReveal={(range) => send({ type: 'reveal-step', file, version, range })}
      />
    </section>
  );
}

function RunLine({ run, send }: { readonly run: GraphRun; readonly send: (message: PanelMessage) => void }) {
  const { detail, fraction, id, state, step } = run;
  const isAtWork = detail !== undefined && detail !== '';
  const where = step === undefined || state === 'succeeded' ? '' : `: ${titleOf(step)}`;
  const share = fraction === undefined ? '' : `${Math.round(100 * fraction)} %, `;
  return (
    <p class="pipeline-run" role="status">
      <StateIcon state={state} />
      <span>
        {stateWord(state)}
        {where}
        {isAtWork && `, ${share}${detail}`}
      </span>
      <SmallButton label={`Open run ${id}`} text="Open Run" onPress={() => send({ type: 'open-run', id })} />
    </p>
  );
}
