import type { RunRecord } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';
import { reproduceCommand } from '../format/reproduceCommand.ts';
import { CommandLine } from './commandLine.tsx';

/** The command line that repeats the run, its seeds, and what it ran on. */
export function RepeatRunSection({ record }: { readonly record: RunRecord }) {
  const { environment, seeds, inputs } = record;
  const command = reproduceCommand(record);
  const resumable = record.kind === 'pipeline' && isFinal(record.state) && record.state !== 'succeeded';
  const seedText = Object.entries(seeds)
    .map(([name, seed]) => `${name} ${seed}`)
    .join(', ');
  const commit =
    environment.commit === undefined
      ? undefined
      : `${environment.commit.slice(0, 10)}${environment.dirty === true ? ', with uncommitted changes' : ''}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
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
