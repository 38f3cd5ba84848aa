import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { readFileSync } from 'node:fs';

type ConfigClass<T extends object = object> = new () => T;

interface EnvField {
  readonly variable: string;
  readonly property: string;
  readonly parse: (text: string) => unknown;
}

const fields = new Map<ConfigClass, EnvField[]>();

/** Every configuration class of the shop, in the order of import: what `.env.example` and the boot check walk over. */
const configClasses: ConfigClass[] = [];

/** Says that the settings held something that the shop must not start with; the message lists all of it at once. */
export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'InvalidConfiguration';
  }
}

/** Marks a class whose fields are read from the environment; its faults are reported at boot. */
export function Config(): (target: ConfigClass) => void {
  return (target) => {
    configClasses.push(target);
  };
}

/** Reads a field from an environment variable, or from the file named by `<variable>_FILE` (a mounted secret). */
export function Env(variable: string, parse: (text: string) => unknown = (text) => text): PropertyDecorator {
  return (target, property) => {
    const owner = target.constructor as ConfigClass;
    const own = fields.get(owner) ?? [];
    own.push({ variable, property: String(property), parse });
    fields.set(owner, own);
  };
}

/** Parses a whole number; anything else stays as it is, for the validator to refuse. */
export const integer = (text: string): unknown => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

/** Parses `true/false`, `1/0`, `on/off`. */
export const flag = (text: string): unknown => {
  const word = text.toLowerCase();
  if (['true', '1', 'on', 'yes'].includes(word)) return true;
  return ['false', '0', 'off', 'no'].includes(word) ? false : text;
};

/** Parses a comma separated list; empty entries are dropped. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Parses one entry a line, kept as they are; empty lines are dropped. */
export const lines = (text: string): string[] => text.split(/\r?\n/).filter(Boolean);

/** Builds and validates one configuration class from the environment. */
export function loadConfig<T extends object>(type: ConfigClass<T>): T {
  const faults: string[] = [];
  const config = read(type, faults);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return config;
}

/** Validates every configuration class that the program imports, and throws one message that names all faults. */
export function checkConfiguration(): void {
  const faults: string[] = [];
  for (const type of configClasses) read(type, faults);
  if (faults.length > 0) throw new InvalidConfiguration([...new Set(faults)]);
}

/** Nest provider of a configuration class. */
export const provideConfig = <T extends object>(type: ConfigClass<T>) => ({
  provide: type,
  useFactory: () => loadConfig(type),
});

/** Sets what the program itself found out at start (the embedded server's URL, a demo secret) and the user left open. */
export function provideEnvironment(values: Record<string, string>): void {
  for (const [variable, value] of Object.entries(values)) process.env[variable] ||= value;
}

function read<T extends object>(type: ConfigClass<T>, faults: string[]): T {
  const values: Record<string, unknown> = {};
  const variables: Record<string, string> = {};
  for (const field of fields.get(type) ?? []) {
    variables[field.property] = field.variable;
    const text = textOf(field.variable, faults);
    if (text !== undefined && text !== '') values[field.property] = field.parse(text);
  }
  const config = plainToInstance(type, values, { exposeDefaultValues: true });
  for (const error of validateSync(config, { forbidUnknownValues: false, stopAtFirstError: true })) {
    const reasons = Object.values(error.constraints ?? {}).map((reason) =>
      reason.replace(error.property, variables[error.property] ?? error.property),
    );
    faults.push(...reasons);
  }
  return config;
}

function textOf(variable: string, faults: string[]): string | undefined {
  const direct = process.env[variable]?.trim();
  const file = process.env[`${variable}_FILE`];
  // An empty variable, as compose files pass it on, is none and hides no file.
  if (Boolean(direct) || file === undefined) return direct;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${variable}_FILE names a file that cannot be read`);
    return undefined;
  }
}
