import type * as vscode from 'vscode';
import * as z from 'zod';

const key = 'hybridQuantum.simulations';
/** Files whose answers are remembered; the longest unused are forgotten first. */
const capacity = 200;

const answersSchema = z.object({
  shots: z.number().int().positive(),
  /** As typed, so that `pi/2` is proposed again as such. */
  values: z.string(),
  /** A configured backend; absent for the embedded simulator. */
  backend: z.string().optional(),
});
export type SimulationAnswers = z.infer<typeof answersSchema>;

const storedSchema = z.array(z.tuple([z.string(), answersSchema]));

/** What the user answered when a file was last simulated, kept with the workspace. */
export class SimulationMemory {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  recall(file: vscode.Uri): SimulationAnswers | undefined {
    const found = this.#stored().find(([name]) => name === file.toString());
    return found?.[1];
  }

  async remember(file: vscode.Uri, answers: SimulationAnswers): Promise<void> {
    const name = file.toString();
    const others = this.#stored().filter(([other]) => other !== name);
    await this.#memento.update(key, [...others, [name, answers]].slice(-capacity));
  }

  #stored(): readonly (readonly [string, SimulationAnswers])[] {
    const parsed = storedSchema.safeParse(this.#memento.get(key));
    return parsed.success ? parsed.data : [];
  }
}
