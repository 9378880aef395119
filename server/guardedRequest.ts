import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Failure } from '#core/base/failure.ts';

/**
 * A request handler whose cancellations become the protocol's "request cancelled" and whose faults are logged and
 * reported to the client without ending the server.
 */
export function guarded<P, R>(
  connection: Connection,
  handle: (parameters: P, token: CancellationToken) => Promise<R>,
): (parameters: P, token: CancellationToken) => Promise<R> {
  return async (parameters, token) => {
    // Cancelled while it waited for requests before it.
    if (token.isCancellationRequested) throw cancelled('The request was cancelled.');
    try {
      return await handle(parameters, token);
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.reason === 'cancelled') throw cancelled(failure.message);
      const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      connection.console.error(detail);
      throw new ResponseError(LSPErrorCodes.RequestFailed, failure.message);
    }
  };
}

function cancelled(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, message);
}
