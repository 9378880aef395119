/** What VS Code tells a webview about its colour theme. */
export interface EditorTheme {
  readonly name: string;
  /** The class of the body, and the value of its `data-vscode-theme-kind`. */
  readonly kind: 'vscode-dark' | 'vscode-light' | 'vscode-high-contrast' | 'vscode-high-contrast-light';
  readonly variables: Readonly<Record<string, string>>;
}

/** The fonts, which do not depend on the theme. */
export const editorFonts: Readonly<Record<string, string>> = {
  '--vscode-font-family': 'system-ui, "Liberation Sans", "DejaVu Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Liberation Mono", "DejaVu Sans Mono", monospace',
  '--vscode-editor-font-size': '14px',
};
