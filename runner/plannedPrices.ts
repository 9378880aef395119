import { chargedSeconds, publishedPrice } from '#core/backends/publishedPrices.ts';
import type { BackendPrices } from '#core/pipeline/plan/plannedCost.ts';
import type { ResolvedBackend } from '#core/pipeline/schema/resolvedPipeline.ts';
import { pricedBackend, usualDevices } from './backendConfigurations.ts';
import type { ConfiguredBackends } from './runBackends.ts';

/** What plans know of prices beside the pipeline: those of the configuration, else those that providers publish. */
export function plannedPrices(configured: ConfiguredBackends): BackendPrices {
  const deviceOf = (name: string, { adapter, device }: ResolvedBackend): string => {
    const settings = configured[name];
    const known = settings?.adapter === adapter ? settings.device : undefined;
    return device ?? known ?? usualDevices[adapter] ?? '';
  };
  return {
    priceOf(name, backend) {
      const own = pricedBackend(configured[name])?.price;
      if (own !== undefined) return { ...own, source: 'the settings' };
      return publishedPrice(backend.adapter, deviceOf(name, backend));
    },
    chargedTime: (name, backend, use) => chargedSeconds(backend.adapter, deviceOf(name, backend), use),
  };
}
