import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CliCommand, type Command } from '../../common/cli/command.js';
import { Terminal } from '../../common/cli/terminal.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { isEmail, normalizeEmail, shownEmail } from '../../common/http/email-address.js';
import { OwnersService } from './owners.service.js';
import { NoPassword, readPassword } from '../passwords/password-prompt.js';

const USAGE = 'owner:create EMAIL [--generate]';

interface Request {
  readonly email: string;
  readonly generate: boolean;
}

@CliCommand({
  name: 'owner:create',
  summary: 'Create an owner account, or make an account an owner',
  usage: USAGE,
})
export class CreateOwnerCommand implements Command {
  constructor(
    private readonly owners: OwnersService,
    private readonly terminal: Terminal,
  ) {}

  async run(args: readonly string[]): Promise<number> {
    const request = requestOf(args);
    if (!request) return this.refuse(`Usage: npm run cli -- ${USAGE}`);
    try {
      await this.appoint(request);
      return 0;
    } catch (error) {
      if (error instanceof DomainError || error instanceof NoPassword) return this.refuse(error.message);
      throw error;
    }
  }

  private async appoint({ email, generate }: Request): Promise<void> {
    const password = generate
      ? randomBytes(18).toString('base64url')
      : await readPassword(process.stdin, process.stderr);
    const outcome = await this.owners.appoint(email, password);
    this.terminal.print(
      outcome === 'created'
        ? `${shownEmail(email)} is an owner of the shop now.`
        : `${shownEmail(email)} had an account and is an owner of the shop now, with this password. Its older sessions have ended.`,
    );
    if (generate) this.terminal.print(`Password (shown this once): ${password}`);
  }

  private refuse(reason: string): number {
    process.stderr.write(`${reason}\n`);
    return 1;
  }
}

/** Undefined when the arguments do not match the usage. */
function requestOf(args: readonly string[]): Request | undefined {
  try {
    const options = { generate: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const email = normalizeEmail(positionals[0] ?? '');
    return positionals.length === 1 && isEmail(email) ? { email, generate: values.generate } : undefined;
  } catch {
    return undefined;
  }
}
