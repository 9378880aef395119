import * as z from 'zod';
import type { DrawingTheme } from '#core/circuit/drawing/drawingColours.ts';
import type { DrawingFormat } from '#core/circuit/drawing/renderDrawing.ts';
import { automaticGroups, groupOpeningSchema } from './groupOpening.ts';

const formats = ['svg', 'png', 'latex', 'text'] as const satisfies readonly DrawingFormat[];
const themes = ['auto', 'light', 'dark', 'print'] as const satisfies readonly DrawingTheme[];

/** A request of ours to the language server: the drawing of a circuit as a file. */
export const drawingExportRequest = 'hybridQuantum/exportDrawing';

/** In which form a drawing is kept. */
export const drawingFormSchema = z.object({ format: z.enum(formats), theme: z.enum(themes) });
export type DrawingForm = z.infer<typeof drawingFormSchema>;

export const drawingExportParamsSchema = drawingFormSchema.extend({
  uri: z.string(),
  opening: groupOpeningSchema.default(automaticGroups),
});

/** A picture in pixels is base64. */
export const drawingExportAnswerSchema = z.object({ content: z.string(), encoding: z.enum(['utf8', 'base64']) });
export type DrawingExportAnswer = z.infer<typeof drawingExportAnswerSchema>;
