import { ok } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  commands,
  type Position,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { readMarkers } from '#test/support/markers.ts';
import { applicationParts, workspaceFolder } from './sampleWorkspace.ts';

/** A circuit in the editor, with the places that `‸` and `⟦…⟧` marked in its text. */
export class CircuitDocument {
  readonly document: TextDocument;
  readonly editor: TextEditor;
  readonly carets: readonly Position[];
  readonly ranges: readonly Range[];

  private constructor(editor: TextEditor, marked: string) {
    const { carets, ranges } = readMarkers(marked);
    const { document } = editor;
    this.document = document;
    this.editor = editor;
    this.carets = carets.map((caret) => document.positionAt(caret));
    this.ranges = ranges.map(({ end, start }) => new Range(document.positionAt(start), document.positionAt(end)));
  }

  /** Writes a file of the open folder without its markers, and shows it once the language server answers. */
  static async show(name: string, marked: string): Promise<CircuitDocument> {
    const { language } = await applicationParts();
    const path = join(workspaceFolder(), name);
    await writeFile(path, readMarkers(marked).text);
    const document = await workspace.openTextDocument(path);
    const editor = await window.showTextDocument(document);
    await language.ready();
    return new CircuitDocument(editor, marked);
  }

  get uri(): Uri {
    return this.document.uri;
  }

  get text(): string {
    return this.document.getText();
  }

  /** @throws AssertionError where fewer carets are marked */
  caret(index = 0): Position {
    const caret = this.carets[index];
    ok(caret, `no caret ${index} is marked`);
    return caret;
  }

  /** @throws AssertionError where fewer ranges are marked */
  range(index = 0): Range {
    const range = this.ranges[index];
    ok(range, `no range ${index} is marked`);
    return range;
  }

  /** Asks a provider of the editor by the command that runs it, with this document and more arguments. */
  async ask<T>(command: string, ...parameters: readonly unknown[]): Promise<T> {
    return await commands.executeCommand<T>(command, this.uri, ...parameters);
  }

  /** The only place of a piece of the present text. @throws AssertionError when there is none, or several */
  rangeOf(piece: string): Range {
    const start = this.text.indexOf(piece);
    ok(start >= 0 && this.text.indexOf(piece, start + 1) < 0, `'${piece}' is not there once`);
    return new Range(this.document.positionAt(start), this.document.positionAt(start + piece.length));
  }

  /** Replaces a piece of the text as a user does, unsaved. */
  async replace(piece: string, replacement: string): Promise<void> {
    const range = this.rangeOf(piece);
    const edit = new WorkspaceEdit();
    edit.replace(this.uri, range, replacement);
    ok(await workspace.applyEdit(edit));
  }

  /** Types at a place, one character after the other. */
  async type(place: Position, text: string): Promise<void> {
    await window.showTextDocument(this.document);
    this.editor.selection = new Selection(place, place);
    for (const character of text) await commands.executeCommand('type', { text: character });
  }

  /** The text of a marked or found range. */
  textOf(range: Range): string {
    return this.document.getText(range);
  }
}

/** The file name of an address. */
export function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
