import * as z from 'zod';
import type { CredentialMoveArguments } from '#core/language/pipeline/credentialActions.ts';
import { drawingQuestionSchema } from './drawingQuestions.ts';
import { automaticGroups, groupOpeningSchema } from './groupOpening.ts';
import { planDocumentSchema } from './planView.ts';
import { evidenceQuestionSchema, recordedEvidenceSchema } from './recordedEvidence.ts';

/**
 * Flags of the Node process that runs the language server. What it knows of large circuits lies in arrays outside the
 * heap; a small young generation keeps the heap from growing beside them.
 */
export const languageServerFlags: readonly string[] = ['--max-semi-space-size=2'];

/** Requests of ours that the language server answers beside the standard ones. */
export const circuitDrawingRequest = 'hybridQuantum/circuitDrawing';

export const circuitDrawingParamsSchema = z.object({
  uri: z.string(),
  /** Which calls and loops are opened; short loops if it is not said. */
  opening: groupOpeningSchema.default(automaticGroups),
  /** By which the beginning of a long circuit is reported before all of it is drawn, as a `CircuitBeginning`; otherwise it is not. */
  partialResultToken: z.union([z.string(), z.number()]).optional(),
});

export const drawingQuestionRequest = 'hybridQuantum/drawingQuestion';

/** Something about the drawing of a number, as it was answered for the file. */
export const drawingQuestionParamsSchema = z.object({
  uri: z.string(),
  drawing: z.number(),
  question: drawingQuestionSchema,
});

export const circuitPlanRequest = 'hybridQuantum/circuitPlan';

export const circuitPlanParamsSchema = z.object({ uri: z.string() });

/** Of the numbers only those that the extension itself reads are checked; people read the document. */
export const circuitPlanAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan'),
    version: z.number(),
    plan: z.looseObject({ inputs: z.array(z.string()), qubits: z.number().optional() }),
    document: planDocumentSchema,
  }),
  z.object({ kind: z.literal('unavailable'), version: z.number(), reason: z.string() }),
]);

export const exportFormatsRequest = 'hybridQuantum/exportFormats';

/** The formats a circuit can be exported to, in the order to offer them. */
export const exportFormatsAnswerSchema = z.array(
  z.object({ format: z.string(), title: z.string(), languageId: z.string(), extension: z.string() }),
);

export const circuitExportRequest = 'hybridQuantum/exportCircuit';

export const circuitExportParamsSchema = z.object({ uri: z.string(), format: z.string() });

/** Without a text, the notes say why there is none; lines are zero-based. */
export const circuitExportAnswerSchema = z.object({
  text: z.string().optional(),
  notes: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      what: z.string(),
      why: z.string(),
      line: z.number().int().optional(),
    }),
  ),
});

const positionSchema = z.object({ line: z.number().int().min(0), character: z.number().int().min(0) });
const rangeSchema = z.object({ start: positionSchema, end: positionSchema });

/** What the editor says of itself beside the standard capabilities, under `experimental`. */
export const ownCapabilitiesSchema = z.object({
  hybridQuantum: z.object({
    movesCredentials: z.boolean(),
    namesCredentials: z.boolean().optional(),
    recallsRuns: z.boolean().optional(),
    locksPipelines: z.boolean().optional(),
  }),
});

/** The argument of the command that moves a literal credential; see `core/language/pipeline/credentialActions.ts`. */
export const credentialMoveSchema: z.ZodType<CredentialMoveArguments> = z.object({
  uri: z.string(),
  version: z.number().int(),
  value: rangeSchema,
  proposedName: z.string(),
  replacements: z.array(z.object({ range: rangeSchema, parts: z.array(z.string()).min(1) })),
});
/** A question of the language server that our extension answers: the names, never the values, of the credentials it keeps. */
export const credentialNamesRequest = 'hybridQuantum/credentialNames';

export const credentialNamesAnswerSchema = z.array(z.string());

/** A question of the language server that our extension answers: what recorded runs show of a pipeline; null where it cannot tell. */
export const recordedEvidenceRequest = 'hybridQuantum/recordedEvidence';

export const recordedEvidenceParamsSchema = z.object({ uri: z.string(), question: evidenceQuestionSchema });

export const recordedEvidenceAnswerSchema = recordedEvidenceSchema.nullable();

/** Our extension tells the language server that runs have ended or were deleted: what it answered before may be outdated. */
export const runsChangedNotification = 'hybridQuantum/runsChanged';

export type { CircuitBeginning, CircuitDrawingAnswer } from '#core/language/openqasm/circuitDrawing.ts';
export type { EditorExport } from '#core/language/openqasm/circuitExport.ts';
export type { CircuitPlanAnswer } from '#core/language/openqasm/circuitPlan.ts';
export type { CredentialMoveArguments } from '#core/language/pipeline/credentialActions.ts';
export type { EvidenceQuestion, RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
