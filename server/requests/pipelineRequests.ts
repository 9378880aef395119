import { RequestType } from 'vscode-languageserver';
import {
  type PipelineGraphAnswer,
  pipelineGraphParamsSchema,
  pipelineGraphRequest,
} from '#core/protocol/pipelineGraph.ts';
import { signalOf } from '../cancellationBridge.ts';
import { guarded } from '../guardedRequest.ts';
import type { RequestGroup } from './requestGroup.ts';

/** Requests of ours about pipelines, beside those of the protocol. */
export const pipelineRequests: RequestGroup = {
  capabilities: () => ({}),
  register({ connection, languages }) {
    connection.onRequest(
      new RequestType<unknown, PipelineGraphAnswer, void>(pipelineGraphRequest),
      guarded(connection, async (parameters: unknown, token) => {
        const { uri } = pipelineGraphParamsSchema.parse(parameters);
        return languages.pipeline.graph(uri, signalOf(token));
      }),
    );
  },
};
