import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { preparePipeline } from '#runner/preparePipeline.ts';
import type { CommandContext } from '../commandContext.ts';
import { readConfiguration } from '../configuration.ts';
import { formatOption, type IncludePathOptions, includePathOption, includePathsOf } from '../options.ts';
import { textTable } from '../output/textTable.ts';
import { countText, durationText, moneyText } from '../output/valueText.ts';
import { onFile } from '../placedFailure.ts';

interface PlanOptions extends IncludePathOptions {
  readonly backend?: string;
  readonly format: string;
  readonly config?: string;
}

export function planCommand(context: CommandContext): Command {
  return new Command('plan')
    .description('what a run would do and cost; nothing is sent')
    .argument('<pipeline>', 'a *.hybrid.yaml file')
    .option('--backend <name>', 'plan for this backend instead of the chain in the file')
    .addOption(includePathOption())
    .addOption(formatOption('text', 'json'))
    .option('--config <file>', 'the configuration file')
    .action(async (pipeline: string, options: PlanOptions) => {
      const { backends } = await readConfiguration(options.config, context);
      const path = resolve(context.folder, pipeline);
      const files = folderFiles(dirname(path));
      const wishes = options.backend === undefined ? {} : { backend: options.backend };
      const { plan, warnings } = await onFile(pipeline, async () => {
        const inputs = { files, circuits: circuitLoader(files, includePathsOf(options, context.folder)) };
        const prepared = await preparePipeline(basename(path), inputs, wishes, backends, context.environment);
        const found = await planPipeline(prepared.pipeline, files, inputs.circuits);
        return { plan: found, warnings: prepared.warnings };
      });
      if (options.format === 'json') context.output.write(`${JSON.stringify(plan, null, 2)}\n`);
      else context.output.write(`${planText(plan, context).join('\n')}\n`);
      for (const warning of warnings) {
        context.messages.write(`${context.messageColours.yellow('warning:')} ${warning}\n`);
      }
    });
}

function planText(plan: RunPlan, { colours }: CommandContext): string[] {
  const { circuit, rows } = plan;
  const right = { align: 'right' as const };
  return [
    `${colours.bold(plan.name)}: ${plan.pattern}, ${countText(plan.repeats, 'repeat')}`,
    ...(rows ? [`${countText(rows.total, 'row')}: ${rows.train} to train, ${rows.test} to test in each repeat`] : []),
    ...(circuit
      ? [
          `circuit: ${countText(circuit.qubits, 'qubit')}, ${countText(circuit.parameters, 'trainable parameter')}, depth ${circuit.depth}, ${countText(circuit.gates, 'gate')} (${circuit.twoQubitGates} on two qubits)`,
        ]
      : []),
    '',
    ...textTable(
      [{ title: 'contender' }, { title: 'role' }, { title: 'evaluations', ...right }, { title: 'circuits', ...right }],
      plan.contenders.map((one) => [one.id, one.role, String(one.evaluations), String(one.circuits)]),
    ),
    '',
    ...textTable(
      [
        { title: 'backend' },
        { title: 'kind' },
        { title: 'circuits', ...right },
        { title: 'shots', ...right },
        { title: 'jobs', ...right },
        { title: 'time', ...right },
        { title: 'cost', ...right },
        { title: '' },
      ],
      plan.backends.map((backend) => [
        backend.name,
        backend.kind,
        String(backend.circuits),
        backend.shots === 0 ? 'exact' : String(backend.shots),
        String(backend.jobs),
        backend.time === undefined ? '–' : durationText(backend.time),
        backend.cost === undefined ? '?' : moneyText(backend.cost),
        backend.arithmetic,
      ]),
    ),
    'At most; optimisers may stop earlier. Nothing has been sent.',
  ];
}
