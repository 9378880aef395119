import * as z from 'zod';
import { lintLevels, profiles } from '#core/openqasm/index.ts';

const toggle = (fallback: boolean) => z.boolean().default(fallback);

/** The settings under `hybridQuantum.openqasm`; the manifest describes the same for the settings editor. */
const settingsSchema = z.object({
  /** How strictly programs are read. */
  profile: z.enum(profiles).default('default'),
  /** Folders in which included files are looked for after the folder of the including file. */
  includePaths: z.array(z.string()).default([]),
  /** How much advice on style is given. */
  lints: z.enum(lintLevels).default('default'),
  /** Severities of single codes, against the catalogue. */
  severity: z.record(z.string(), z.enum(['error', 'warning', 'information', 'hint', 'off'])).default({}),
  /** What the device executes that circuits are meant for; what is absent is not limited. */
  target: z
    .object({
      name: z.string().default('the device'),
      qubits: z.number().int().positive().exactOptional(),
      gates: z.array(z.string()).exactOptional(),
      midCircuitMeasurement: z.boolean().exactOptional(),
      controlFlow: z.boolean().exactOptional(),
    })
    .prefault({}),
  inlayHints: z
    .object({ values: toggle(true), sizes: toggle(true), broadcasts: toggle(true), parameterNames: toggle(false) })
    .prefault({}),
  codeLenses: z.object({ enabled: toggle(true) }).prefault({}),
  format: z.object({ lineWidth: z.int().min(40).max(1000).default(120) }).prefault({}),
});

export type OpenqasmSettings = z.infer<typeof settingsSchema>;

/** What counts where nothing is set. */
export const defaultSettings: OpenqasmSettings = settingsSchema.parse({});

/** Settings as a client sends them, and what is wrong with them. What is wrong or absent has its default. */
export interface ReadSettings {
  readonly settings: OpenqasmSettings;
  /** A sentence each. */
  readonly problems: readonly string[];
}

/** Reads the section `hybridQuantum.openqasm` of a client's configuration. */
export function readOpenqasmSettings(section: unknown): ReadSettings {
  const parsed = settingsSchema.safeParse(section ?? {});
  if (parsed.success) return { settings: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(
    ({ message, path }) =>
      `The setting hybridQuantum.openqasm${path.map((key) => `.${String(key)}`).join('')} does not count: ${message}.`,
  );
  const broken = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const entries = typeof section === 'object' && section !== null ? Object.entries(section) : [];
  const sound = settingsSchema.safeParse(Object.fromEntries(entries.filter(([key]) => !broken.has(key))));
  return { settings: sound.success ? sound.data : defaultSettings, problems };
}

/**
 * The section `hybridQuantum.openqasm` in what editors without `workspace/configuration` send: the whole tree of
 * settings, its part below `hybridQuantum`, or the section itself.
 */
export function settingsSectionOf(sent: unknown): unknown {
  const product = memberOf(sent, 'hybridQuantum') ?? sent;
  return memberOf(product, 'openqasm') ?? product;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
