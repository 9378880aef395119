import * as z from 'zod';
import type { DrawingAnswer, DrawingQuestion } from '#core/circuit/drawing/drawingQuestions.ts';
import type { MovementKey } from '#core/circuit/drawing/gridMovement.ts';
import type { ShownDrawing } from '#core/circuit/drawing/shownDrawing.ts';

export type { DrawingAnswer, DrawingQuestion, ShownDrawing };

/** An object, as its type says when a key is missing. */
const movementKeys: { readonly [Key in MovementKey]: Key } = {
  ArrowRight: 'ArrowRight',
  ArrowLeft: 'ArrowLeft',
  ArrowDown: 'ArrowDown',
  ArrowUp: 'ArrowUp',
  PageDown: 'PageDown',
  PageUp: 'PageUp',
  Home: 'Home',
  End: 'End',
};

const natural = z.number().int().min(0);

/** What the panel asks about a drawing of which it has a part; it reaches the language server as it is. */
export const drawingQuestionSchema: z.ZodType<DrawingQuestion> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tiles'),
    tiles: z.array(z.object({ column: natural, wire: natural })).max(1000),
  }),
  z.object({
    kind: z.literal('outlines'),
    tiles: z.array(z.object({ column: natural, wire: natural })).max(1000),
  }),
  z.object({ kind: z.literal('search'), query: z.string(), place: z.number().int() }),
  z.object({ kind: z.literal('at-source'), selection: z.object({ start: z.number(), end: z.number() }) }),
  z.object({ kind: z.literal('element'), group: z.string().exactOptional(), id: natural.exactOptional() }),
  z.object({ kind: z.literal('at-place'), column: natural, wire: natural }),
  z.object({
    kind: z.literal('move'),
    from: z.object({ id: natural, wire: natural }),
    key: z.enum(movementKeys),
    withControl: z.boolean(),
  }),
  z.object({ kind: z.literal('density'), columns: natural.max(2000), rows: natural.max(2000) }),
]);

/** What is answered is made by our own language server; here only what would break the page is checked. */
export const drawingAnswerSchema: z.ZodType<DrawingAnswer> = z.custom<DrawingAnswer>(
  (value) => answerEnvelope.safeParse(value).success,
);

const answerEnvelope = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('tiles'), elements: z.array(z.unknown()), tiles: z.array(z.unknown()) }),
  z.looseObject({
    kind: z.literal('outlines'),
    tiles: z.array(
      z.looseObject({
        elements: z.array(z.unknown()),
        readouts: z.array(z.unknown()),
        frames: z.array(z.unknown()),
      }),
    ),
  }),
  z.looseObject({ kind: z.literal('search'), total: natural, place: natural }),
  z.looseObject({ kind: z.literal('at-source') }),
  z.looseObject({ kind: z.literal('element') }),
  z.looseObject({ kind: z.literal('position'), wire: natural }),
  z.looseObject({ kind: z.literal('density'), columns: natural, rows: natural, cells: z.array(z.unknown()) }),
  z.looseObject({ kind: z.literal('outdated') }),
]);

/** The same of a drawing. */
export const shownDrawingSchema: z.ZodType<ShownDrawing> = z.custom<ShownDrawing>(
  (value) => drawingEnvelope.safeParse(value).success,
);

const drawingEnvelope = z.looseObject({
  number: z.number(),
  elementCount: natural,
  frame: z.looseObject({
    width: z.number(),
    height: z.number(),
    gutter: z.number(),
    wires: z.array(z.unknown()),
    columns: z.array(z.unknown()),
  }),
  tiles: z.looseObject({ elements: z.array(z.unknown()), tiles: z.array(z.unknown()) }),
});
