/** Whether a description has a word beginning with each word of a query; nothing answers to an empty query. */
export type DescriptionTest = (description: string) => boolean;

/** What a query finds: `cx q[2]` the CX gates on that qubit, `moment 7` what is drawn there. */
export function descriptionTest(query: string): DescriptionTest {
  const wanted = wordsOf(query);
  return (description) => {
    if (wanted.length === 0) return false;
    const text = description.toLowerCase();
    // Most descriptions do not have the letters at all.
    if (!wanted.every((beginning) => text.includes(beginning))) return false;
    const words = wordsOf(text);
    return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
  };
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,()]+/)
    .filter((word) => word !== '');
}
