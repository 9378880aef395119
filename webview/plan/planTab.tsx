import type { PlanTableView } from '#core/protocol/planTable.ts';
import type { PlannedBackendView, PlanView } from '#core/protocol/planView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { quoteWord } from '../format/reproduceCommand.ts';
import { CommandLine } from '../result/commandLine.tsx';
import { Section } from '../result/section.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { TextTable } from '../ui/textTable.tsx';
import { SuiteProgress } from './suiteProgress.tsx';

interface PlanTabProps {
  readonly view: Extract<PlanView, { kind: 'plan' }>;
  readonly send: (message: PanelMessage) => void;
  /** Shows runs beside each other. */
  readonly onCompare: (ids: readonly string[]) => void;
}

/** By what is planned: what its rows are, and what opens it. */
const words = {
  pipeline: { rows: 'Contenders', open: 'Open Pipeline' },
  suite: { rows: 'Runs', open: 'Open Suite' },
  circuit: { rows: 'Gates', open: 'Open Circuit' },
} as const;

/** What a run would do and cost, in the words of `hybridq plan`, with the arithmetic; and the button that starts it. */
export function PlanTab({ onCompare, view: { document, file, of, progress, warnings }, send }: PlanTabProps) {
  const { backends, closing, contenders, facts, kind, name } = document;
  return (
    <section
      class="result plan"
      aria-label="Plan"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <header class="run-header">
        <div class="run-title">
          <h1>{name}</h1>
          <span class="version">{kind}</span>
          <div class="run-actions">
            <Button label={words[of].open} onPress={() => send({ type: 'open-file', file })} />
            {progress?.isRunning === true ? (
              <Button label="Cancel" onPress={() => send({ type: 'cancel-planned' })} />
            ) : (
              <Button label="Run" appearance="primary" onPress={() => send({ type: 'run-planned' })} />
            )}
          </div>
        </div>
        <dl class="facts">
          <Fact name="File">{file}</Fact>
        </dl>
      </header>
      {progress !== undefined && <SuiteProgress progress={progress} send={send} onCompare={onCompare} />}
      {facts.length > 0 && (
        <ul class="plan-facts" aria-label="Facts">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <Section title="Warnings">
          <ul class="events">
            {warnings.map((warning) => (
              <li key={warning}>
                <Icon name="warning" />
                <span>{warning}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {contenders.rows.length > 0 && (
        <Contenders title={progress === undefined ? words[of].rows : 'Plan'} table={contenders} />
      )}
      {backends.map((backend) => (
        <PlannedBackend key={backend.name} backend={backend} />
      ))}
      {/* What is planned is under way, or over. */}
      {progress === undefined && <p class="hint">{closing}</p>}
      {of === 'suite' && (
        <Section title="Run it in a terminal" note="on all cores or a cluster">
          <CommandLine label="Copy the command" command={`hybridq run ${quoteWord(file)}`} />
        </Section>
      )}
    </section>
  );
}

function Contenders({ table, title }: { readonly table: PlanTableView; readonly title: string }) {
  return (
    <Section title={title}>
      <TextTable label={title} table={table} />
    </Section>
  );
}

/** All of the run on one backend. */
function PlannedBackend({ backend: { kind, lines, name, steps } }: { readonly backend: PlannedBackendView }) {
  return (
    <Section title={`On ${name}`} note={kind}>
      <dl class="plan-lines">
        {lines.map(({ isExceeded, limit, text, title }) => (
          <div key={title} class={isExceeded ? 'plan-line exceeded' : 'plan-line'}>
            <dt>{title}</dt>
            <dd>
              {text}
              {isExceeded ? <strong class="exceeded-limit">{limit}</strong> : limit}
            </dd>
          </div>
        ))}
      </dl>
      {steps.rows.length > 0 && <TextTable label={`Circuits on ${name}`} table={steps} />}
    </Section>
  );
}
