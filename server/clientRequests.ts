import type { Connection, ProtocolNotificationType } from 'vscode-languageserver';

/** Asks the client to announce something. A client that refuses, although it said it could, is served without. */
export function registered<P, RO>(connection: Connection, type: ProtocolNotificationType<P, RO>, options: RO): void {
  connection.client.register(type, options).catch((thrown: unknown) => {
    connection.console.warn(`The editor does not announce ${type.method}: ${String(thrown)}`);
  });
}

/** Has the client ask again for something it shows. A client that does not shows what it has a while longer. */
export function refreshed(connection: Connection, what: string, asked: Promise<unknown>): void {
  asked.catch((thrown: unknown) => connection.console.warn(`The editor does not refresh ${what}: ${String(thrown)}`));
}

/** Tells the client what there is of an answer. A client that cannot be told hears all of it later. */
export function reported(connection: Connection, told: Promise<void>): void {
  told.catch((thrown: unknown) => connection.console.warn(`The editor was not told a first part: ${String(thrown)}`));
}
