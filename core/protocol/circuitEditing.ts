import * as z from 'zod';
import type {
  CircuitGesture,
  DrawnElement,
  QubitExchange,
  RefusalOffer,
  ShiftDirection,
} from '#core/language/openqasm/circuitEditing/circuitGesture.ts';
import { groupOpeningSchema } from './groupOpening.ts';

/*
 * Editing a circuit in its drawing: the page says what the user did, the extension asks the language server what that is
 * in the text, and applies it in the editor.
 */

const rangeSchema = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
const wireSchema = z.number().int();
const columnSchema = z.number().int().min(0);

export const drawnElementSchema: z.ZodType<DrawnElement> = z.object({
  source: rangeSchema.extend({ inner: rangeSchema.optional() }),
  column: columnSchema,
  firstWire: wireSchema,
  group: z.string().optional(),
});

export const drawnElementsSchema = z.array(drawnElementSchema).min(1).max(10_000);

/** Texts of parameters are not longer than anyone writes. */
const parameterSchema = z.string().max(1000);

const gestureKindSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('place'),
    operation: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('gate'),
        name: z.string(),
        parameters: z.array(parameterSchema),
        qubits: z.array(wireSchema),
      }),
      z.object({ kind: z.literal('measure'), qubit: wireSchema }),
      z.object({ kind: z.literal('reset'), qubit: wireSchema }),
      z.object({ kind: z.literal('barrier'), qubits: z.array(wireSchema) }),
    ]),
    before: columnSchema,
    within: drawnElementSchema.optional(),
  }),
  z.object({
    kind: z.literal('move'),
    elements: drawnElementsSchema,
    before: columnSchema,
    within: drawnElementSchema.optional(),
    wires: z.array(z.object({ from: wireSchema, to: wireSchema })),
  }),
  z.object({
    kind: z.literal('shift'),
    elements: drawnElementsSchema,
    direction: z.enum(['left', 'right', 'up', 'down']),
  }),
  z.object({ kind: z.literal('delete'), elements: drawnElementsSchema }),
  z.object({ kind: z.literal('duplicate'), elements: drawnElementsSchema }),
  z.object({ kind: z.literal('paste'), text: z.string().max(100_000), behind: drawnElementSchema.optional() }),
  z.object({
    kind: z.literal('toggle-control'),
    element: drawnElementSchema,
    qubit: wireSchema,
    value: z.union([z.literal(0), z.literal(1)]),
  }),
  z.object({ kind: z.literal('set-parameters'), element: drawnElementSchema, parameters: z.array(parameterSchema) }),
  z.object({ kind: z.literal('write-out'), element: drawnElementSchema }),
  z.object({ kind: z.literal('add-wire'), holds: z.enum(['qubit', 'bit']), isSeparate: z.boolean().optional() }),
  z.object({ kind: z.literal('resize-register'), wire: wireSchema, size: z.number() }),
  z.object({ kind: z.literal('delete-wire'), wire: wireSchema }),
  z.object({ kind: z.literal('rename-register'), wire: wireSchema, name: z.string().max(1000) }),
]);

export const circuitGestureSchema: z.ZodType<CircuitGesture> = z.intersection(
  gestureKindSchema,
  z.object({ changes: z.array(z.string()).max(1000).optional() }),
);

const drawnVersionShape = { uri: z.string(), version: z.number(), opening: groupOpeningSchema };

export const circuitEditRequest = 'hybridQuantum/circuitEdit';

export const circuitEditParamsSchema = z.object({ ...drawnVersionShape, gesture: circuitGestureSchema });

/** Why a gesture became no edit, and the text that stands in the way. */
const refusedSchema = z.object({
  kind: z.literal('refused'),
  reason: z.string(),
  source: rangeSchema.optional(),
  offer: z.enum(['write-out', 'new-register', 'change-definition']).optional(),
  definition: z.string().optional(),
});

const positionSchema = z.object({ line: z.number().int().min(0), character: z.number().int().min(0) });

/**
 * Ranges of replacements are offsets into the given version, `statements` are of the text after the edit; `others` are edits
 * of other files, by address.
 */
export const circuitEditAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    version: z.number(),
    label: z.string(),
    replacements: z.array(z.object({ range: rangeSchema, newText: z.string() })),
    statements: z.array(rangeSchema),
    others: z
      .record(
        z.string(),
        z.array(z.object({ range: z.object({ start: positionSchema, end: positionSchema }), newText: z.string() })),
      )
      .optional(),
  }),
  refusedSchema,
]);
export type CircuitEditAnswer = z.infer<typeof circuitEditAnswerSchema>;

export const circuitGatesRequest = 'hybridQuantum/circuitGates';

export const circuitGatesParamsSchema = z.object({ uri: z.string() });

/** A gate that can be placed: its parameters and its qubits, controls first; `include` is the file that placing it includes, and `isDefined` that it adds a definition. */
export const gateChoiceSchema = z.object({
  name: z.string(),
  parameters: z.array(z.string()),
  qubits: z.array(z.string()),
  summary: z.string().optional(),
  include: z.string().optional(),
  isDefined: z.literal(true).optional(),
});
export type GateChoice = z.infer<typeof gateChoiceSchema>;

export const circuitGatesAnswerSchema = z.array(gateChoiceSchema);

export const circuitParametersRequest = 'hybridQuantum/circuitParameters';

export const circuitParametersParamsSchema = z.object({ ...drawnVersionShape, element: drawnElementSchema });

/** The parameters of an element as the program writes them. */
export const circuitParametersAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('parameters'),
    gate: z.string(),
    parameters: z.array(z.object({ name: z.string(), text: z.string() })),
  }),
  refusedSchema,
]);
export type CircuitParametersAnswer = z.infer<typeof circuitParametersAnswerSchema>;

export const circuitTextRequest = 'hybridQuantum/circuitText';

export const circuitTextParamsSchema = z.object({ ...drawnVersionShape, elements: drawnElementsSchema });

/** The statements of elements as the program writes them, a line each. */
export const circuitTextAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  refusedSchema,
]);
export type CircuitTextAnswer = z.infer<typeof circuitTextAnswerSchema>;

export type { CircuitEditAnswer as ComputedCircuitEdit } from '#core/language/openqasm/circuitEditing/circuitEdit.ts';
export type {
  CircuitParametersAnswer as ComputedCircuitParameters,
  CircuitTextAnswer as ComputedCircuitText,
} from '#core/language/openqasm/circuitEditing/circuitEditing.ts';
export type { GateChoice as ComputedGateChoice } from '#core/language/openqasm/circuitEditing/gateChoice.ts';
/** Whether statements are on the clipboard, for the page. */
export const copyOutcomeSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('copied') }), refusedSchema]);
export type CopyOutcome = z.infer<typeof copyOutcomeSchema>;

/** What became of a gesture, for the page: `version` is that of the text with the edit. */
export const gestureOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('applied'),
    label: z.string(),
    version: z.number(),
    statements: z.array(rangeSchema),
  }),
  refusedSchema,
]);
export type GestureOutcome = z.infer<typeof gestureOutcomeSchema>;

export type { CircuitGesture, DrawnElement, QubitExchange, RefusalOffer, ShiftDirection };
