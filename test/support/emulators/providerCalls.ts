/** What the product asks a provider for; a request for a token belongs to the call that needs it. */
export const providerCalls = [
  'test',
  'devices',
  'describe',
  'calibration',
  'estimate',
  'submit',
  'find',
  'status',
  'result',
  'cancel',
  'close',
] as const;
export type Call = (typeof providerCalls)[number];
