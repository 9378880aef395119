import { createContext } from 'preact';
import type { ChartFile } from '#core/protocol/chartFile.ts';
import type { ChartFileFormat } from '#core/protocol/chartFileFormats.ts';
import { type ChartTable, csvOf, jsonOf } from './chartTable.ts';
import { pictureOf } from './elementPicture.ts';
import { paintedPicture } from './paintedPicture.ts';

/** What charts need to be saved. */
export interface ChartSaving {
  /** Of what the charts are, such as a run. */
  readonly subject: string;
  readonly save: (file: ChartFile) => void;
}

/** Without it, charts have no menu. */
export const ChartSavingContext = createContext<ChartSaving | undefined>(undefined);

export interface SavedChart {
  readonly title: string;
  readonly table: () => ChartTable;
  /** What the picture shows. */
  readonly element: Element;
}

/** @throws Error when a picture cannot be painted */
export async function chartFile(
  { element, table, title }: SavedChart,
  subject: string,
  format: ChartFileFormat,
): Promise<ChartFile> {
  const file = { name: `${subject} ${title.toLowerCase()}`.slice(0, 200), format };
  switch (format) {
    case 'csv':
      return { ...file, content: csvOf(table()) };
    case 'json':
      return { ...file, content: jsonOf(table()) };
    case 'svg':
      return { ...file, content: pictureOf(element, `${title}: ${subject}`) };
    case 'png':
      return { ...file, content: await paintedPicture(pictureOf(element, `${title}: ${subject}`)) };
  }
}
