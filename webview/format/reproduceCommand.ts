import { flowText } from '#core/base/yaml/flowText.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { circuitConfiguration, configuredBackends, isRepeatable } from './runConfiguration.ts';

/** The name of the embedded simulator among the backends. */
const embeddedBackend = 'local';

/**
 * The command line that repeats a run, to be typed in the workspace folder; its words are quoted for POSIX shells.
 * Undefined where the command line has no equal: a circuit that ran on another backend than the embedded simulator.
 */
export function reproduceCommand(record: RunRecord): string | undefined {
  const words = isRepeatable(record)
    ? ['hybridq', 'run', '--like', record.id]
    : record.kind === 'pipeline'
      ? pipelineWords(record)
      : circuitWords(record);
  return words?.map(quoteWord).join(' ');
}

function pipelineWords(record: RunRecord): readonly string[] {
  const backends = configuredBackends(record);
  const onlyOne = backends !== undefined && backends.length <= 1;
  const seed = record.seeds['root'];
  return [
    'hybridq',
    'run',
    pathWord(record.file),
    // Where there is a choice the backend is named, so that nobody repeats a simulation on hardware.
    ...(onlyOne || record.backend === '' ? [] : ['--backend', record.backend]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(record.changes ?? []).flatMap(({ after, path }) => ['--set', `${path}=${flowText(after)}`]),
  ];
}

function circuitWords(record: RunRecord): readonly string[] | undefined {
  const configuration = circuitConfiguration(record);
  if (configuration === undefined || record.backend !== embeddedBackend) return undefined;
  const { inputs, seed, shots } = configuration;
  return [
    'hybridq',
    'simulate',
    pathWord(record.file),
    '--shots',
    String(shots),
    ...Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ];
}

/** A path that starts with a dash would be read as an option. */
function pathWord(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
