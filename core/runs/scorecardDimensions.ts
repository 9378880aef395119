/** The dimensions in the order they are shown. */
export const dimensionNames = [
  'sdkUsability',
  'backendAccess',
  'benchmarkTransparency',
  'costControl',
  'portability',
] as const;
export type DimensionName = (typeof dimensionNames)[number];

/** Dimensions as people read them. */
export const dimensionTitles: Readonly<Record<DimensionName, string>> = {
  sdkUsability: 'SDK usability',
  backendAccess: 'Backend access',
  benchmarkTransparency: 'Benchmark transparency',
  costControl: 'Cost control',
  portability: 'Portability',
};
