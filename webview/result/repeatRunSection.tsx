import type { PanelMessage } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';
import { reproduceCommand } from '../format/reproduceCommand.ts';
import { isRepeatable } from '../format/runConfiguration.ts';
import { Button } from '../ui/kit.ts';
import { CommandLine } from './commandLine.tsx';

interface RepeatRunSectionProps {
  readonly record: RunRecord;
  readonly send: (message: PanelMessage) => void;
}

/** The command line that repeats the run, its seeds, and what it ran on. */
export function RepeatRunSection({ record, send }: RepeatRunSectionProps) {
  const { environment, seeds, inputs } = record;
  const command = reproduceCommand(record);
  // A run that did not pass validation has drawn no seeds, and nothing to go on with.
  const hasBegun = record.kind === 'pipeline' && Object.keys(seeds).length > 0;
  const resumable = hasBegun && isFinal(record.state) && record.state !== 'succeeded';
  const seedText = Object.entries(seeds)
    .map(([name, seed]) => `${name} ${seed}`)
    .join(', ');
  const commit =
    environment.commit === undefined
      ? undefined
      : `${environment.commit.slice(0, 10)}${environment.dirty === true ? ', with uncommitted changes' : ''}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Repeats the run', record.parent],
    ['Lock', lockText(record)],
    ['Seeds', seedText === '' ? 'none' : seedText],
    ['Commit', commit],
    ['Product', environment.product],
    ['Runtime', environment.runtime],
    ['Platform', environment.platform],
  ];
  return (
    <>
      {command === undefined ? (
        <p class="hint">{`Only the editor repeats runs on ${record.backend}: choose Run Again.`}</p>
      ) : (
        <CommandLine label="Command that repeats this run" command={command} />
      )}
      {isRepeatable(record) && isFinal(record.state) && (
        <p class="section-action">
          <Button label="Repeat Run" onPress={() => send({ type: 'repeat-run', id: record.id })} />
          <span class="hint">On the files as they were, with the same settings and seeds.</span>
        </p>
      )}
      {resumable && (
        <>
          <p class="hint">To take it up where it ended instead:</p>
          <CommandLine label="Command that resumes this run" command={`hybridq runs resume ${record.id}`} />
        </>
      )}
      <dl class="pairs">
        {rows.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name} class="pair">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {Object.entries(inputs).map(([path, digest]) => (
          <div key={path} class="pair">
            <dt>{path}</dt>
            <dd class="code" title={`SHA-256 ${digest}`}>
              {digest.slice(0, 12)}…
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A run that was held to a lock file has read it. */
function lockText({ inputs, kind }: RunRecord): string | undefined {
  if (kind === 'circuit') return undefined;
  const lock = Object.keys(inputs).find((path) => path.endsWith('.hybrid.lock.json'));
  return lock === undefined ? 'not held to one' : `as ${lock} says`;
}
