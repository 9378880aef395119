/** Text that stands for itself inside a placeholder of a snippet (language server protocol, "Snippet Syntax"). */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, (character) => `\\${character}`);
}
