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

/** For `.env.example` and the boot check, in the order of import. */
const configClasses: ConfigClass[] = [];

export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.name = 'InvalidConfiguration';
  }
}

export function Config(): (target: ConfigClass) => void {
  return (target) => {
    configClasses.push(target);
  };
}

/** Reads a field from a variable, or from the file in `<variable>_FILE` (a mounted secret). */
export function Env(variable: string, parse: (text: string) => unknown = (text) => text): PropertyDecorator {
  return (target, property) => {
    const owner = target.constructor as ConfigClass;
    const own = fields.get(owner) ?? [];
    own.push({ variable, property: String(property), parse });
    fields.set(owner, own);
  };
}

/** The validator refuses anything else. */
export const integer = (text: string): unknown => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

/** Parses `true/false`, `1/0`, `on/off`. */
export const flag = (text: string): unknown => {
  const word = text.toLowerCase();
  if (['true', '1', 'on', 'yes'].includes(word)) return true;
  return ['false', '0', 'off', 'no'].includes(word) ? false : text;
};

export const list = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

export const lines = (text: string): string[] => text.split(/\r?\n/).filter(Boolean);

export function loadConfig<T extends object>(type: ConfigClass<T>): T {
  const faults: string[] = [];
  const config = read(type, faults);
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return config;
}

/** Validates every configuration class, and throws one error with all faults. */
export function checkConfiguration(): void {
  const faults: string[] = [];
  for (const type of configClasses) read(type, faults);
  if (faults.length > 0) throw new InvalidConfiguration([...new Set(faults)]);
}

export const provideConfig = <T extends object>(type: ConfigClass<T>) => ({
  provide: type,
  useFactory: () => loadConfig(type),
});

/** Sets variables that the user left open (the embedded server's URL, a demo secret). */
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
  // Compose files pass empty variables; they count as missing and do not hide the file.
  if (Boolean(direct) || file === undefined) return direct;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    faults.push(`${variable}_FILE names a file that cannot be read`);
    return undefined;
  }
}
