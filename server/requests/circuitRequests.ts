import { ProgressType, RequestType } from 'vscode-languageserver';
import {
  type DrawingExportAnswer,
  drawingExportParamsSchema,
  drawingExportRequest,
} from '#core/protocol/drawingExport.ts';
import type { DrawingAnswer } from '#core/protocol/drawingQuestions.ts';
import {
  type CircuitBeginning,
  type CircuitDrawingAnswer,
  type CircuitPlanAnswer,
  circuitDrawingParamsSchema,
  circuitDrawingRequest,
  circuitExportParamsSchema,
  circuitExportRequest,
  circuitPlanParamsSchema,
  circuitPlanRequest,
  drawingQuestionParamsSchema,
  drawingQuestionRequest,
  type EditorExport,
  exportFormatsRequest,
} from '#core/protocol/languageServer.ts';
import { signalOf } from '../cancellationBridge.ts';
import { reported } from '../clientRequests.ts';
import { guarded } from '../guardedRequest.ts';
import type { RequestGroup } from './requestGroup.ts';

const beginningProgress = new ProgressType<CircuitBeginning>();

/** Requests of ours about circuits, beside those of the protocol. */
export const circuitRequests: RequestGroup = {
  capabilities: () => ({}),
  register({ connection, languages }) {
    connection.onRequest(
      new RequestType<unknown, CircuitDrawingAnswer, void>(circuitDrawingRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { opening, partialResultToken, uri } = circuitDrawingParamsSchema.parse(parameters);
        const report =
          partialResultToken === undefined
            ? undefined
            : (beginning: CircuitBeginning) => {
                reported(connection, connection.sendProgress(beginningProgress, partialResultToken, beginning));
              };
        return languages.openqasm.drawing(uri, opening, signalOf(token), report);
      }),
    );
    connection.onRequest(
      new RequestType<unknown, DrawingExportAnswer, void>(drawingExportRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { uri, ...options } = drawingExportParamsSchema.parse(parameters);
        const content = await languages.openqasm.exportedDrawing(uri, options, signalOf(token));
        return typeof content === 'string'
          ? { content, encoding: 'utf8' as const }
          : { content: Buffer.from(content).toString('base64'), encoding: 'base64' as const };
      }),
    );
    connection.onRequest(
      new RequestType<unknown, DrawingAnswer, void>(drawingQuestionRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { drawing, question, uri } = drawingQuestionParamsSchema.parse(parameters);
        return languages.openqasm.drawingQuestion(uri, drawing, question, signalOf(token));
      }),
    );
    connection.onRequest(
      new RequestType<unknown, CircuitPlanAnswer, void>(circuitPlanRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { uri } = circuitPlanParamsSchema.parse(parameters);
        return languages.openqasm.plan(uri, signalOf(token));
      }),
    );
    connection.onRequest(
      new RequestType<unknown, EditorExport, void>(circuitExportRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { format, uri } = circuitExportParamsSchema.parse(parameters);
        return languages.openqasm.exported(uri, format, signalOf(token));
      }),
    );
    connection.onRequest(exportFormatsRequest, () => languages.openqasm.exportFormats);
  },
};
