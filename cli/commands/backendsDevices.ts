import type { Command } from 'commander';
import type { DevicePrice, DeviceSummary, Money } from '#core/backends/backend.ts';
import { type BackendOptions, commandOfBackend, withBackend } from '../backendInCommand.ts';
import type { CommandContext } from '../commandContext.ts';
import { textTable } from '../output/textTable.ts';

export function backendsDevicesCommand(context: CommandContext): Command {
  return commandOfBackend(
    'devices',
    'the devices that the account of a backend reaches, with their queues and prices',
    'a backend of hybridq.json',
  ).action(async (id: string, options: BackendOptions) => {
    const devices = await withBackend(id, options, context, (backend) => backend.devices(context.signal));
    if (options.format === 'json') {
      context.output.write(`${JSON.stringify({ backend: id, devices }, null, 2)}\n`);
      return;
    }
    const columns = [
      { title: 'device' },
      { title: 'kind' },
      { title: 'qubits', align: 'right' as const },
      { title: 'status' },
      { title: 'queue' },
      { title: 'price' },
    ];
    const rows = devices.map((device) => [
      device.device,
      device.kind,
      device.qubits === undefined ? '' : `${device.qubits}`,
      device.status === 'available' ? device.status : context.colours.yellow(statusText(device)),
      queueText(device),
      device.price === undefined ? '' : priceText(device.price),
    ]);
    context.output.write(`${textTable(columns, rows).join('\n')}\n`);
    const origins = new Set(devices.flatMap(({ price }) => (price ? [`${price.source}, as of ${price.asOf}`] : [])));
    for (const origin of origins) context.output.write(`prices: ${origin}\n`);
  });
}

function statusText({ notice, status }: DeviceSummary): string {
  return notice === undefined ? status : `${status} (${notice})`;
}

function queueText({ queueLength, queueTime }: DeviceSummary): string {
  const jobs = queueLength === undefined ? [] : [`${queueLength} ${queueLength === 1 ? 'job' : 'jobs'}`];
  const time = queueTime === undefined ? [] : [timeText(queueTime)];
  return [...jobs, ...time].join(', ');
}

function timeText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}

function priceText({ perSecond, perShot, perTask }: DevicePrice): string {
  const parts = [priced(perTask, 'task'), priced(perShot, 'shot'), priced(perSecond, 'second')].flat();
  return parts.length === 0 ? 'free' : parts.join(' + ');
}

function priced(money: Money | undefined, unit: string): string[] {
  return money === undefined || money.amount === 0 ? [] : [`${money.amount} ${money.currency}/${unit}`];
}
