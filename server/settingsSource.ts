import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { namedFolder } from '#core/base/namedFolder.ts';
import {
  defaultSettings,
  type OpenqasmSettings,
  readOpenqasmSettings,
  settingsSectionOf,
} from '#core/language/openqasm/openqasmSettings.ts';
import { siblingUri } from '#core/language/siblingUri.ts';
import type { ClientFeatures } from './clientFeatures.ts';
import { registered } from './clientRequests.ts';
import type { OpenDocuments } from './openDocuments.ts';

const section = 'hybridQuantum.openqasm';

/**
 * The settings of documents: asked of clients that answer such questions, else those sent with `initialize` or with a
 * change of the configuration, else the defaults.
 */
export class SettingsSource {
  readonly #connection: Connection;
  readonly #features: ClientFeatures;
  readonly #documents: OpenDocuments;
  readonly #asked = new Map<string, Promise<OpenqasmSettings>>();
  #sent: OpenqasmSettings = defaultSettings;

  constructor(connection: Connection, features: ClientFeatures, documents: OpenDocuments) {
    this.#connection = connection;
    this.#features = features;
    this.#documents = documents;
  }

  /** Takes what came with `initialize`. */
  initialise(options: unknown): void {
    this.#sent = this.#read(settingsSectionOf(options));
  }

  /** Has changes announced, and calls `changed` at each. */
  listen(changed: () => void): void {
    this.#connection.onDidChangeConfiguration(({ settings }) => {
      this.#asked.clear();
      if (!this.#features.answersConfiguration) this.#sent = this.#read(settingsSectionOf(settings));
      changed();
    });
    if (this.#features.announcesConfiguration) {
      registered(this.#connection, DidChangeConfigurationNotification.type, { section });
    }
  }

  /** The settings for a document; folders among them are addresses. */
  async of(uri: string): Promise<OpenqasmSettings> {
    const folder = folderOf(uri, this.#documents.folders);
    const settings = this.#features.answersConfiguration ? await this.#ask(folder, uri) : this.#sent;
    return { ...settings, includePaths: settings.includePaths.map((path) => addressOf(path, folder)) };
  }

  /** Settings are those of folders, so one question serves all their files. */
  #ask(folder: string, uri: string): Promise<OpenqasmSettings> {
    const known = this.#asked.get(folder);
    if (known) return known;
    const asked = this.#connection.workspace.getConfiguration({ scopeUri: uri, section }).then(
      // Clients that know of no settings answer null.
      (answer: unknown) => (answer === null || answer === undefined ? this.#sent : this.#read(answer)),
      () => this.#sent,
    );
    this.#asked.set(folder, asked);
    return asked;
  }

  #read(value: unknown): OpenqasmSettings {
    const { problems, settings } = readOpenqasmSettings(value);
    for (const problem of problems) this.#connection.console.warn(problem);
    return settings;
  }
}

/** The innermost folder of the workspace that holds a document, or else the folder the document is in. */
function folderOf(uri: string, folders: readonly string[]): string {
  const around = folders.filter((folder) => uri.startsWith(`${folder.replace(/\/$/, '')}/`));
  return around.sort((a, b) => b.length - a.length)[0] ?? siblingUri(uri, '.');
}

/** A folder of the settings as an address; it is meant relative to the folder of the workspace. */
function addressOf(path: string, folder: string): string {
  const named = namedFolder(path);
  if (named.kind === 'address') return named.uri;
  const drive = /^[a-z]:[\\/]/i.test(named.path) ? '/' : '';
  return siblingUri(`${folder.replace(/\/$/, '')}/`, `${drive}${named.path}`);
}
