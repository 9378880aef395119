import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';

/**
 * A request handler whose cancellations become the protocol's "request cancelled", or "content modified" where the
 * client did not ask for them, and whose faults are logged and reported to the client without ending the server.
 * @param superseded says that the document changed while the request was answered
 */
export function guarded<P, R>(
  connection: Connection,
  handle: (parameters: P, token: CancellationToken) => Promise<R>,
  superseded: CancellationSignal = neverCancelled,
): (parameters: P, token: CancellationToken) => Promise<R> {
  return async (parameters, token) => {
    // Cancelled while it waited for requests before it.
    if (token.isCancellationRequested) throw cancelled('The request was cancelled.');
    try {
      return await handle(parameters, token);
    } catch (thrown) {
      if (thrown instanceof ResponseError) throw thrown;
      const failure = Failure.from(thrown);
      if (failure.reason === 'cancelled') {
        if (token.isCancellationRequested || !superseded.isCancelled) throw cancelled(failure.message);
        throw new ResponseError(LSPErrorCodes.ContentModified, 'The document changed meanwhile.');
      }
      if (!Failure.is(thrown)) {
        connection.console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
      }
      throw new ResponseError(LSPErrorCodes.RequestFailed, failure.message);
    }
  };
}

function cancelled(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, message);
}
