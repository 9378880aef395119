import * as z from 'zod';
import { chartFileFormats } from './chartFileFormats.ts';

/** The longest file that a chart is saved to, in characters; a picture of four million pixels needs a tenth of it. */
const longestContent = 64 * 1024 * 1024;

/** A chart as a file: its data, or its picture. */
export const chartFileSchema = z.object({
  /** Without the folder and the ending: what the file is called unless the user says otherwise. */
  name: z.string().max(200),
  format: z.enum(chartFileFormats),
  /** Text; of pictures in the PNG format their bytes in base64. */
  content: z.string().max(longestContent),
});
export type ChartFile = z.infer<typeof chartFileSchema>;

/** A name that every file system takes, of the words in it. */
export function fileNameOf(words: string): string {
  const name = words
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return name === '' ? 'chart' : name;
}
