import type { PlannedBackendView, PlanTableView, PlanView } from '#core/protocol/planView.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import { quoteWord } from '../format/reproduceCommand.ts';
import { CommandLine } from '../result/commandLine.tsx';
import { Section } from '../result/section.tsx';
import { Fact } from '../ui/fact.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/kit.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';

interface PlanTabProps {
  readonly view: Extract<PlanView, { kind: 'plan' }>;
  readonly send: (message: PanelMessage) => void;
}

/** By what is planned: what its rows are, and what opens it. */
const words = {
  pipeline: { rows: 'Contenders', open: 'Open Pipeline' },
  suite: { rows: 'Runs', open: 'Open Suite' },
  circuit: { rows: 'Gates', open: 'Open Circuit' },
} as const;

/** What a run would do and cost, in the words of `hybridq plan`, with the arithmetic; and the button that starts it. */
export function PlanTab({ view: { document, file, of, warnings }, send }: PlanTabProps) {
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
            {of !== 'suite' && (
              <Button label="Run" appearance="primary" onPress={() => send({ type: 'run-planned' })} />
            )}
          </div>
        </div>
        <dl class="facts">
          <Fact name="File">{file}</Fact>
        </dl>
      </header>
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
      {contenders.rows.length > 0 && <Contenders title={words[of].rows} table={contenders} />}
      {backends.map((backend) => (
        <PlannedBackend key={backend.name} backend={backend} />
      ))}
      <p class="hint">{closing}</p>
      {of === 'suite' && (
        <Section title="Run it" note="in a terminal, on all cores or a cluster">
          <CommandLine label="Copy the command" command={`hybridq run ${quoteWord(file)}`} />
        </Section>
      )}
    </section>
  );
}

function Contenders({ table, title }: { readonly table: PlanTableView; readonly title: string }) {
  return (
    <Section title={title}>
      <PlanTable label={title} table={table} />
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
      {steps.rows.length > 0 && <PlanTable label={`Circuits on ${name}`} table={steps} />}
    </Section>
  );
}

function PlanTable({ label, table: { columns, rows } }: { readonly label: string; readonly table: PlanTableView }) {
  return (
    <ScrollArea label={label}>
      <table class="record-table">
        <thead>
          <tr>
            {columns.map(({ isNumber, title }) => (
              <th key={title} scope="col" class={isNumber ? 'number' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('\n')}>
              {cells.map((cell, index) => (
                <td key={columns[index]?.title} class={columns[index]?.isNumber === true ? 'number' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
