import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './startServer.ts';

// `--stdio`, `--node-ipc` or `--socket=…` on the command line choose the transport.
startServer(createConnection(ProposedFeatures.all));
