import * as z from 'zod';

const settingSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]),
  default: z.unknown(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().optional(),
  markdownDescription: z.string().optional(),
});

const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
    menus: z.object({ commandPalette: z.array(z.object({ command: z.string(), when: z.string() })) }),
    keybindings: z.array(z.object({ command: z.string(), key: z.string(), mac: z.string() })),
    configuration: z.object({ properties: z.record(z.string(), settingSchema) }),
  }),
});

/** The parts of `package.json` and `package.nls.json` that the README shows. */
export interface ManifestTables {
  readonly commands: string;
  readonly settings: string;
}

/**
 * Tables in Markdown of the commands in the palette and of the settings.
 * @throws ZodError when the manifest is not of the expected form
 */
export function manifestTables(manifest: unknown, texts: Readonly<Record<string, string>>): ManifestTables {
  const { commands, menus, keybindings, configuration } = manifestSchema.parse(manifest).contributes;
  const text = (reference: string) => texts[/^%(.+)%$/.exec(reference)?.[1] ?? ''] ?? reference;
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const commandRows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => {
      const key = keybindings.find((binding) => binding.command === command);
      const keys = key === undefined ? '' : `\`${key.key}\`, on macOS \`${key.mac}\``;
      return [`**${text(category)}: ${text(title)}**`, `\`${command}\``, keys];
    });
  const settingRows = Object.entries(configuration.properties).map(([name, setting]) => {
    const description = text(setting.markdownDescription ?? setting.description ?? '');
    // The first paragraph; what follows in the settings editor is an example.
    return [
      `\`${name}\``,
      `\`${JSON.stringify(setting.default)}\``,
      `${description.split('\n\n')[0]}${limits(setting)}`,
    ];
  });
  return {
    commands: table(['Command', 'Identifier', 'Key'], commandRows),
    settings: table(['Setting', 'Default', 'Meaning'], settingRows),
  };
}

function limits(setting: z.infer<typeof settingSchema>): string {
  if (setting.enum !== undefined) return ` One of ${setting.enum.map((value) => `\`${value}\``).join(', ')}.`;
  const { minimum, maximum } = setting;
  if (minimum === undefined || maximum === undefined) return '';
  return ` From ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/**
 * A text with each table put between its marks, `<!-- commands -->` … `<!-- /commands -->`.
 * @throws RangeError when a mark is missing
 */
export function withTables(markdown: string, tables: ManifestTables): string {
  let result = markdown;
  for (const [name, content] of Object.entries(tables)) {
    const between = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
    if (!between.test(result)) throw new RangeError(`The text has no marks for the ${name} table.`);
    result = result.replace(between, (_found, open: string, close: string) => `${open}\n${content}\n${close}`);
  }
  return result;
}
