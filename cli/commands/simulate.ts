import { Command, Option } from 'commander';
import type { SimulationReport } from '#core/protocol/runner.ts';
import { simulateCircuit } from '#runner/circuitRuns.ts';
import { addCircuitInput, type CircuitInputOptions, circuitInput } from '../circuitInput.ts';
import type { CommandContext } from '../commandContext.ts';
import { withServices } from '../commandServices.ts';
import { formatOption, inputOption, parseSeed, parseShots } from '../options.ts';
import { noteText } from '../output/noteText.ts';
import { textTable } from '../output/textTable.ts';
import { countText, durationText } from '../output/valueText.ts';
import { onFile } from '../placedFailure.ts';

interface SimulateOptions extends CircuitInputOptions {
  readonly shots: number;
  readonly seed?: number;
  readonly method: string;
  readonly input: Readonly<Record<string, number>>;
  readonly probabilities?: boolean;
  readonly amplitudes?: boolean;
  readonly format: string;
}

/** Rows of a table of outcomes before the rest is only counted. */
const mostRows = 64;

export function simulateCommand(context: CommandContext): Command {
  return addCircuitInput(new Command('simulate').description('runs a circuit on the embedded simulator'))
    .option('--shots <number>', 'how often the circuit runs', parseShots, 1024)
    .option('--seed <number>', 'the same seed gives the same counts; random unless given', parseSeed)
    .addOption(new Option('--method <method>', 'how it is simulated').choices(['auto', 'statevector']).default('auto'))
    .addOption(inputOption())
    .option('--probabilities', 'also the exact probability of every outcome')
    .option('--amplitudes', 'also the amplitudes before the final measurements')
    .addOption(formatOption('text', 'json'))
    .action(async (argument: string, options: SimulateOptions) => {
      const settings = {
        shots: options.shots,
        inputs: options.input,
        probabilities: options.probabilities === true,
        amplitudes: options.amplitudes === true,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      };
      const source = await circuitInput(argument, options, context);
      const path = source.name;
      const report = await withServices(context, (services) =>
        onFile(path, () => simulateCircuit(source, settings, services, context.signal)),
      );
      if (options.format === 'json') context.output.write(`${JSON.stringify(report, null, 2)}\n`);
      else {
        for (const { place, ...note } of report.notes ?? []) {
          context.messages.write(`${noteText({ severity: 'warning', ...note }, path, place, context)}\n`);
        }
        context.output.write(`${reportText(report).join('\n')}\n`);
      }
    });
}

function reportText(report: SimulationReport): string[] {
  const { depth, gates, method, qubits, seed, shots, timing } = report;
  const total = timing.parse + timing.lower + timing.simulate + timing.sample;
  const head = `${countText(qubits, 'qubit')}, ${countText(gates, 'gate')}, depth ${depth} · ${method} · ${countText(shots, 'shot')}, seed ${seed} · ${durationText(total)}`;
  const outcomes = report.outcomes ?? bitOutcomes(report);
  const hasBits = report.outcomes === undefined || outcomes.some(({ bits }) => bits !== '');
  const names = Object.keys(outcomes[0]?.values ?? {});
  const rows = outcomes.map(({ bits, count, probability, values }) => [
    ...(hasBits ? [bits] : []),
    ...names.map((name) => outputText(values[name])),
    String(count),
    `${((100 * count) / Math.max(1, shots)).toFixed(2)} %`,
    ...(report.probabilities === undefined ? [] : [(probability ?? 0).toFixed(6)]),
  ]);
  const columns = [
    ...(hasBits ? [{ title: 'outcome' }] : []),
    ...names.map((title) => ({ title })),
    { title: 'count', align: 'right' as const },
    { title: 'share', align: 'right' as const },
    ...(report.probabilities === undefined ? [] : [{ title: 'probability', align: 'right' as const }]),
  ];
  const more = rows.length - mostRows;
  return [
    head,
    ...textTable(columns, rows.slice(0, mostRows)),
    ...(more > 0 ? [`… and ${countText(more, 'outcome')} more; --format json lists all`] : []),
    ...amplitudeText(report),
  ];
}

type Outcome = NonNullable<SimulationReport['outcomes']>[number];

function bitOutcomes({ counts, probabilities }: SimulationReport): Outcome[] {
  const strings = new Set([...Object.keys(counts), ...Object.keys(probabilities ?? {})]);
  return [...strings].sort().map((bits) => {
    const probability = probabilities?.[bits];
    return { bits, values: {}, count: counts[bits] ?? 0, ...(probability !== undefined && { probability }) };
  });
}

function outputText(value: Outcome['values'][string] | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(8))) : (JSON.stringify(value) ?? '');
}

function amplitudeText({ amplitudes, qubits }: SimulationReport): string[] {
  if (amplitudes === undefined) return [];
  const rows = amplitudes
    .map(([re, im], index) => [index.toString(2).padStart(qubits, '0'), re.toFixed(6), im.toFixed(6)])
    .slice(0, mostRows);
  const more = amplitudes.length - rows.length;
  return [
    '',
    ...textTable([{ title: 'state' }, { title: 're', align: 'right' }, { title: 'im', align: 'right' }], rows),
    ...(more > 0 ? [`… and ${countText(more, 'amplitude')} more; --format json lists all`] : []),
  ];
}
