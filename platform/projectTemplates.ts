/** What a template is about: the first paragraph of its README that is no heading, on one line without marks of Markdown. */
export function templateSummary(readme: string): string {
  const blocks = readme.split(/\r?\n\s*\r?\n/).map((block) => block.trim());
  const paragraph = blocks.find((block) => block !== '' && !block.startsWith('#')) ?? '';
  return paragraph.replace(/\s+/g, ' ').replace(/[*_`]|\[([^\]]*)\]\([^)]*\)/g, '$1');
}
