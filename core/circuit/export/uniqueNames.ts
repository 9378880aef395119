/** Hands out the names of one program, each once. */
export class UniqueNames {
  readonly #taken: Set<string>;
  readonly #form: (wanted: string) => string;

  /**
   * @param reserved names that the language or its library already has
   * @param form the nearest identifier of the language to any text
   */
  constructor(reserved: Iterable<string>, form: (wanted: string) => string) {
    this.#taken = new Set(reserved);
    this.#form = form;
  }

  /** The wanted name, or the nearest one that is an identifier and not taken. */
  unique(wanted: string): string {
    const base = this.#form(wanted);
    let name = base;
    for (let number = 1; this.#taken.has(name); number++) name = `${base}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** ASCII letters, digits and underscores, every run of others one underscore; none of those at the end. */
export function asciiName(wanted: string): string {
  return wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/(?<=.)_+$/, '');
}
