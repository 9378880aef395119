import type { Command } from 'commander';
import { Failure } from '#core/base/failure.ts';
import { type BackendOptions, commandOfBackend, withBackend } from '../backendInCommand.ts';
import type { CommandContext } from '../commandContext.ts';

export function backendsCalibrationCommand(context: CommandContext): Command {
  return commandOfBackend(
    'calibration',
    "the state of a backend's device as its provider last measured it",
    'a backend of hybridq.json',
  ).action(async (id: string, options: BackendOptions) => {
    const calibration = await withBackend(
      id,
      options,
      context,
      async (backend) => await backend.calibration?.(context.signal),
    );
    if (calibration === undefined) {
      throw new Failure('not-found', `The provider of '${id}' tells no calibration of its device.`, {
        advice: 'Simulators have none; name a backend on hardware.',
      });
    }
    const { calibratedAt, id: name, values } = calibration;
    const at = calibratedAt === undefined ? undefined : new Date(calibratedAt).toISOString();
    if (options.format === 'json') {
      context.output.write(`${JSON.stringify({ backend: id, id: name, calibratedAt: at, values }, null, 2)}\n`);
      return;
    }
    context.output.write(`${name}${at === undefined ? '' : `, measured at ${at}`}\n`);
    for (const line of linesOf(values)) context.output.write(`  ${line}\n`);
  });
}

/** As many of a list as a terminal shows at once; all are in the JSON. */
const shownEntries = 8;

function linesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  const entries = Object.entries(value);
  const lines = entries.slice(0, shownEntries).flatMap(([name, inner]) => {
    if (typeof inner !== 'object' || inner === null) return [`${name}: ${String(inner)}`];
    const flat = JSON.stringify(inner);
    return flat.length <= 80 ? [`${name}: ${flat}`] : [`${name}:`, ...linesOf(inner).map((line) => `  ${line}`)];
  });
  const left = entries.length - shownEntries;
  return left > 0 ? [...lines, `… ${left} more`] : lines;
}
