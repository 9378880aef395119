import { type Ask, examinePlaces } from './editorLaws.ts';
import { examinedAnalysis, examinedEdit, examineFormatting, examineLowering, type Perform } from './frontEndLaws.ts';
import { type FuzzedInput, textsOf } from './fuzzedInput.ts';

/** Programs of more characters than this are not asked about in every format and at every place. */
const longestAsked = 300_000;

/**
 * Examines an input by all laws.
 * @returns what is wrong; undefined when nothing is
 */
export async function problemWith(input: FuzzedInput, perform: Perform, ask: Ask): Promise<string | undefined> {
  const { isFormatted, isLowered, places, profile } = input;
  try {
    const [text = '', ...others] = textsOf(input);
    let analysis = examinedAnalysis(text, profile, perform);
    if (isFormatted) examineFormatting({ text, tree: analysis.tree }, perform);
    if (isLowered) examineLowering(analysis, perform);
    for (const other of others) analysis = examinedEdit(analysis, other, profile, perform);
    const { length } = text;
    if (places.length > 0 && length <= longestAsked) {
      await examinePlaces(
        text,
        places.map((place) => Math.floor(place * length)),
        ask,
      );
    }
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  }
}
