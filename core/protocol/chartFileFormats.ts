/** What charts are saved as. */
export const chartFileFormats = ['csv', 'json', 'svg', 'png'] as const;
export type ChartFileFormat = (typeof chartFileFormats)[number];
