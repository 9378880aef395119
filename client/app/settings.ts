import * as vscode from 'vscode';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import {
  type ConfiguredBackend,
  configuredBackendSchema,
  type MonthlyBudgets,
  monthlyBudgetsSchema,
} from '#core/protocol/configuredBackend.ts';
import { type QuantumState, quantumStateSchema } from '#core/protocol/runner.ts';
import { credentialNameShape, defaultProfile } from '#core/runs/credentialProfile.ts';
import { writtenInterpreter } from '#platform/python/writtenInterpreter.ts';
import { includeFolders } from './includeFolders.ts';
import type { Log } from './log.ts';

const section = 'hybridQuantum';

/** The settings of the manifest, checked: what a user mistyped is logged and left out, never passed on. */
export class Settings {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Cloud backends by id. In Restricted Mode the editor leaves out what the workspace itself configures. */
  backends(): Readonly<Record<string, ConfiguredBackend>> {
    const configured = vscode.workspace.getConfiguration(section).get<unknown>('backends.configured');
    const entries = typeof configured === 'object' && configured !== null ? Object.entries(configured) : [];
    const valid: Record<string, ConfiguredBackend> = {};
    for (const [id, value] of entries) {
      const parsed = configuredBackendSchema.safeParse(value);
      if (parsed.success) valid[id] = parsed.data;
      else this.#log.warn(`The backend '${id}' in the settings is left out: ${z.prettifyError(parsed.error)}`);
    }
    return valid;
  }

  /** What all runs of a workspace may cost in a calendar month, by currency; undefined where none is set. @throws Failure `invalid-input` */
  monthlyBudgets(): MonthlyBudgets | undefined {
    const configured = vscode.workspace.getConfiguration(section).get<unknown>('budget.monthly');
    const isUnset = typeof configured !== 'object' || configured === null || Object.keys(configured).length === 0;
    if (isUnset) return undefined;
    const parsed = monthlyBudgetsSchema.safeParse(configured);
    if (parsed.success) return parsed.data;
    throw new Failure('invalid-input', 'The setting hybridQuantum.budget.monthly is no amount of money.', {
      advice:
        'Write { "amount": 100, "currency": "USD" }, or a list with one for each currency; until then nothing runs, since the limit is not known.',
    });
  }

  /** The same for views: none also where it is no amount of money. */
  shownBudgets(): MonthlyBudgets {
    try {
      return this.monthlyBudgets() ?? [];
    } catch {
      return [];
    }
  }

  /** Adds or replaces a backend in the given settings. */
  async saveBackend(id: string, backend: ConfiguredBackend, target: vscode.ConfigurationTarget): Promise<void> {
    const configuration = vscode.workspace.getConfiguration(section);
    const inspected = configuration.inspect<Record<string, unknown>>('backends.configured');
    const present = target === vscode.ConfigurationTarget.Global ? inspected?.globalValue : inspected?.workspaceValue;
    await configuration.update('backends.configured', { ...present, [id]: backend }, target);
  }

  /** The profile in which credentials are looked for. */
  credentialProfile(): string {
    const written = vscode.workspace.getConfiguration(section).get<unknown>('credentials.profile');
    if (typeof written === 'string' && credentialNameShape.test(written)) return written;
    if (written !== undefined && written !== '')
      this.#log.warn('The profile of credentials in the settings cannot be one.');
    return defaultProfile;
  }

  /** Changes the profile where it is set: in the workspace if that has one of its own, else for the user. */
  async saveCredentialProfile(profile: string): Promise<void> {
    const configuration = vscode.workspace.getConfiguration(section);
    const ofWorkspace = configuration.inspect('credentials.profile')?.workspaceValue !== undefined;
    const target = ofWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await configuration.update('credentials.profile', profile, target);
  }

  /** Shots proposed for a circuit that was not simulated before. */
  shots(file: vscode.Uri): number {
    return this.#integer('simulator.shots', 1024, file);
  }

  /** Absolute paths of the folders in which files that circuits include are looked for after their own folder. */
  includePaths(file: vscode.Uri): string[] {
    const configured = vscode.workspace.getConfiguration(section, file).get<unknown>('openqasm.includePaths');
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri ?? vscode.Uri.joinPath(file, '..');
    return includeFolders(configured, folder.fsPath);
  }

  /**
   * The Python interpreter for what a pipeline names in Python; undefined where none is set. A relative path starts from
   * the workspace folder, a name is looked up on the search path; see {@link writtenInterpreter}.
   */
  pythonInterpreter(file: vscode.Uri): string | undefined {
    const configured = vscode.workspace.getConfiguration(section, file).get<unknown>('python.interpreter');
    const written = typeof configured === 'string' ? configured.trim() : '';
    if (written === '') return undefined;
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri ?? vscode.Uri.joinPath(file, '..');
    return writtenInterpreter(written, { folder: folder.fsPath, environment: process.env });
  }

  historyLimit(): number {
    return this.#integer('history.limit', 500);
  }

  /** States of the quantum step by the names of flags, which override `execution.quantum` of pipelines. */
  flags(file: vscode.Uri): Readonly<Record<string, QuantumState>> {
    const configured = vscode.workspace.getConfiguration(section, file).get<unknown>('flags');
    const entries = typeof configured === 'object' && configured !== null ? Object.entries(configured) : [];
    const valid: Record<string, QuantumState> = {};
    for (const [flag, value] of entries) {
      const parsed = quantumStateSchema.safeParse(value);
      if (parsed.success) valid[flag] = parsed.data;
      else this.#log.warn(`The flag '${flag}' in the settings is left out: it is none of active, disabled and shadow.`);
    }
    return valid;
  }

  /** Whether the Result tab opens when a run starts. */
  revealsRuns(): boolean {
    return vscode.workspace.getConfiguration(section).get<unknown>('runs.reveal') !== false;
  }

  #integer(name: string, fallback: number, scope?: vscode.Uri): number {
    const value = vscode.workspace.getConfiguration(section, scope ?? null).get<unknown>(name);
    return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : fallback;
  }
}

/** Whether a change of the configuration touches the backends. */
export function changesBackends(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${section}.backends`);
}

/** Whether a change of the configuration touches the profile of credentials. */
export function changesCredentialProfile(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${section}.credentials.profile`);
}

/** Whether the messages between editor and language server are to be logged. */
export function tracesServer(): boolean {
  const level = vscode.workspace.getConfiguration(section).get<unknown>('trace.server');
  return level === 'messages' || level === 'verbose';
}

/** Whether a change of the configuration touches {@link tracesServer}. */
export function changesTrace(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${section}.trace.server`);
}
