import { RequestType } from 'vscode-languageserver';
import {
  type ComputedCircuitEdit,
  type ComputedCircuitParameters,
  type ComputedCircuitText,
  type ComputedGateChoice,
  circuitEditParamsSchema,
  circuitEditRequest,
  circuitGatesParamsSchema,
  circuitGatesRequest,
  circuitParametersParamsSchema,
  circuitParametersRequest,
  circuitTextParamsSchema,
  circuitTextRequest,
} from '#core/protocol/circuitEditing.ts';
import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import type { RequestGroup } from './requestGroup.ts';

/** Requests of ours about edits of circuits by gestures in their drawings. */
export const circuitEditingRequests: RequestGroup = {
  capabilities: () => ({}),
  register({ connection, languages }) {
    connection.onRequest(
      new RequestType<unknown, ComputedCircuitEdit, void>(circuitEditRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { gesture, ...drawn } = circuitEditParamsSchema.parse(parameters);
        return languages.openqasm.editing.edit(drawn, gesture, signalOf(token));
      }),
    );
    connection.onRequest(
      new RequestType<unknown, readonly ComputedGateChoice[], void>(circuitGatesRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { uri } = circuitGatesParamsSchema.parse(parameters);
        return languages.openqasm.editing.gates(uri, signalOf(token));
      }),
    );
    connection.onRequest(
      new RequestType<unknown, ComputedCircuitParameters, void>(circuitParametersRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { element, ...drawn } = circuitParametersParamsSchema.parse(parameters);
        return languages.openqasm.editing.parameters(drawn, element, signalOf(token));
      }),
    );
    connection.onRequest(
      new RequestType<unknown, ComputedCircuitText, void>(circuitTextRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { elements, ...drawn } = circuitTextParamsSchema.parse(parameters);
        return languages.openqasm.editing.text(drawn, elements, signalOf(token));
      }),
    );
  },
};
