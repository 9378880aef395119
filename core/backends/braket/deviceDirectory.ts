import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { inParallel } from '#core/base/inParallel.ts';
import type { DeviceSummary } from '../backend.ts';
import type { BraketConfiguration } from '../backendConfiguration.ts';
import type { BraketApi } from './braketApi.ts';
import { braketRegions, isNamed, knownDeviceArn, regionOfDevice, shortName, usualRegion } from './deviceNames.ts';
import { deviceSummary, listedDevice } from './devices.ts';
import { type BraketDevice, type BraketSummary, braketDeviceSchema, braketDevicesSchema } from './wire.ts';

const callsAtATime = 6;

/** Where a device is reached. */
export interface DeviceLocation {
  readonly arn: string;
  readonly region: string;
}

/** The devices of all regions, and the one of them that a backend is configured with. */
export class DeviceDirectory {
  readonly #configuration: BraketConfiguration & { readonly clock: Clock };
  readonly #api: BraketApi;
  #location: DeviceLocation | undefined;

  constructor(configuration: BraketConfiguration & { readonly clock: Clock }, api: BraketApi) {
    this.#configuration = configuration;
    this.#api = api;
  }

  /**
   * @throws Failure `not-found` for a name no device has, `invalid-input` for a device in another region than configured
   */
  async location(signal: CancellationSignal): Promise<DeviceLocation> {
    this.#location ??= await this.#locate(signal);
    return this.#location;
  }

  /** What the configured device tells of itself now. */
  async device(signal: CancellationSignal): Promise<BraketDevice> {
    const { arn, region } = await this.location(signal);
    return await this.#api.call(region, { operation: 'GetDevice', deviceArn: arn }, braketDeviceSchema, signal);
  }

  /** All devices, with what each tells of itself; one that cannot be asked just as it is listed. */
  async list(signal: CancellationSignal): Promise<readonly DeviceSummary[]> {
    const home = await this.#homeRegion();
    const { clock } = this.#configuration;
    return await inParallel(await this.#summaries(home, signal), callsAtATime, async (summary) => {
      const listed = listedDevice(summary);
      if (summary.deviceStatus === 'RETIRED') return listed;
      const { deviceArn } = summary;
      const region = regionOfDevice(deviceArn) ?? home;
      try {
        const call = { operation: 'GetDevice', deviceArn } as const;
        return deviceSummary(await this.#api.call(region, call, braketDeviceSchema, signal), clock.now());
      } catch (thrown) {
        if (signal.isCancelled) throw thrown;
        return { ...listed, notice: Failure.from(thrown).message };
      }
    });
  }

  async #locate(signal: CancellationSignal): Promise<DeviceLocation> {
    const { device, id, region: configured } = this.#configuration;
    const home = await this.#homeRegion();
    const arn = knownDeviceArn(device) ?? (await this.#named(device, home, signal));
    const own = regionOfDevice(arn);
    if (own !== undefined && configured !== undefined && own !== configured) {
      throw new Failure(
        'invalid-input',
        `${shortName(arn)} is in ${own}, and backend '${id}' is set to ${configured}.`,
        {
          advice: `Set its region to ${own}, and \`results\` to a bucket there.`,
        },
      );
    }
    return { arn, region: own ?? home };
  }

  async #named(device: string, home: string, signal: CancellationSignal): Promise<string> {
    const summaries = await this.#summaries(home, signal);
    const found = summaries.find((summary) => isNamed(device, summary));
    if (found !== undefined) return found.deviceArn;
    const names = summaries.filter(({ deviceStatus }) => deviceStatus !== 'RETIRED').map(({ deviceArn }) => deviceArn);
    throw new Failure('not-found', `Amazon Braket has no device '${device}'.`, {
      advice: `Use one of: ${names.map(shortName).join(', ')}.`,
    });
  }

  /**
   * Those of the home region first; another region that cannot be asked is left out. An address of one's own is that of the
   * region it is configured with.
   */
  async #summaries(home: string, signal: CancellationSignal): Promise<BraketSummary[]> {
    const here = await this.#summariesIn(home, signal);
    const { endpoint, region: configured } = this.#configuration;
    const isOnlyOne = endpoint !== undefined && configured !== undefined;
    const others = isOnlyOne ? [] : braketRegions.filter((region) => region !== home);
    const elsewhere = await inParallel(others, callsAtATime, async (region) => {
      try {
        return await this.#summariesIn(region, signal);
      } catch (thrown) {
        if (signal.isCancelled) throw thrown;
        return [];
      }
    });
    const all = [here, ...elsewhere].flat();
    return [...new Map(all.map((summary) => [summary.deviceArn, summary])).values()];
  }

  async #summariesIn(region: string, signal: CancellationSignal): Promise<BraketSummary[]> {
    const summaries: BraketSummary[] = [];
    let nextToken: string | undefined;
    do {
      const page = { ...(nextToken === undefined ? {} : { nextToken }) };
      const call = { operation: 'SearchDevices', ...page } as const;
      const answer = await this.#api.call(region, call, braketDevicesSchema, signal);
      summaries.push(...answer.devices);
      nextToken = answer.nextToken ?? undefined;
    } while (nextToken !== undefined);
    return summaries;
  }

  /** Where devices without a region are used, and others are looked for first. */
  async #homeRegion(): Promise<string> {
    return this.#configuration.region ?? (await this.#api.usualRegion()) ?? usualRegion;
  }
}
