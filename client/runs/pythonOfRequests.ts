import * as vscode from 'vscode';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import type { ConfiguredBackend } from '#core/protocol/configuredBackend.ts';
import { isPythonPackage } from '#core/protocol/pythonPackage.ts';
import type { RunnerRequest } from '#core/protocol/runner.ts';
import { writtenInterpreter } from '#platform/python/writtenInterpreter.ts';
import type { Log } from '../app/log.ts';
import type { Settings } from '../app/settings.ts';

const extensionId = 'ms-python.python';

/** What is used of the interface of the Python extension. */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(folder: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Promise<unknown>;
  };
}

const extensionSchema = z.custom<PythonExtension>((given) => {
  const { environments } = Object(given);
  const { getActiveEnvironmentPath, resolveEnvironment } = Object(environments);
  return typeof getActiveEnvironmentPath === 'function' && typeof resolveEnvironment === 'function';
});

/** Of an environment that it knows all about. */
const resolvedSchema = z.object({ executable: z.object({ uri: z.object({ fsPath: z.string() }) }) });

/**
 * Says in requests to the runner which Python is meant, where neither a backend nor its caller does: that of the setting,
 * else the one chosen in the Python extension where people have it; the runner looks on the search path otherwise.
 */
export class PythonOfRequests {
  readonly #settings: Settings;
  readonly #log: Log;

  constructor(settings: Settings, log: Log) {
    this.#settings = settings;
    this.#log = log;
  }

  async completed(request: RunnerRequest): Promise<RunnerRequest> {
    const folder = folderOf(request);
    const backends = 'backends' in request ? request.backends : {};
    const needsPython = Object.values(backends).some((each) => isPythonPackage(each) && each.interpreter === undefined);
    const takesPython = request.kind === 'run' || request.kind === 'resume' || request.kind === 'repeat';
    const usual =
      needsPython || takesPython
        ? (this.#settings.pythonInterpreter(folder) ?? (await this.#chosen(folder, needsPython)))
        : undefined;
    return {
      ...request,
      ...('backends' in request ? { backends: withInterpreters(request.backends, usual, folder.fsPath) } : {}),
      ...(takesPython && usual !== undefined ? { python: request.python ?? usual } : {}),
    };
  }

  /**
   * The interpreter chosen in the Python extension.
   * @param starts whether the extension is to be started for it
   */
  async #chosen(folder: vscode.Uri, starts: boolean): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<unknown>(extensionId);
    if (extension === undefined || !(extension.isActive || starts)) return undefined;
    try {
      const { environments } = extensionSchema.parse(await extension.activate());
      const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
      const known = resolvedSchema.safeParse(resolved);
      return known.success ? known.data.executable.uri.fsPath : undefined;
    } catch (thrown) {
      this.#log.failure('Asking the Python extension for its interpreter', Failure.from(thrown));
      return undefined;
    }
  }
}

function folderOf(request: RunnerRequest): vscode.Uri {
  if ('workspaceFolder' in request && request.workspaceFolder !== undefined)
    return vscode.Uri.file(request.workspaceFolder);
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('.');
}

/** Paths start from the workspace folder, as in the setting. */
function withInterpreters(
  backends: Readonly<Record<string, ConfiguredBackend>>,
  usual: string | undefined,
  folder: string,
): Record<string, ConfiguredBackend> {
  return Object.fromEntries(
    Object.entries(backends).map(([id, backend]) => {
      if (!isPythonPackage(backend)) return [id, backend];
      const written = backend.interpreter ?? usual;
      if (written === undefined) return [id, backend];
      return [id, { ...backend, interpreter: writtenInterpreter(written, { folder, environment: process.env }) }];
    }),
  );
}
