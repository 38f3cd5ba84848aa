import { CliCommand, type Command } from '../cli/command.js';
import { Terminal } from '../cli/terminal.js';
import { Doctor } from './doctor.js';

@CliCommand({ name: 'doctor', summary: 'Check every invariant on the shop’s database', usage: 'doctor' })
export class DoctorCommand implements Command {
  constructor(
    private readonly doctor: Doctor,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<number> {
    const findings = await this.doctor.examine(({ invariant, rows, milliseconds }) => {
      const mark = rows.length === 0 ? this.terminal.green('holds ') : this.terminal.red('BROKEN');
      this.terminal.print(
        `${mark}  ${invariant.name}  ${this.terminal.dim(`${invariant.says} (${milliseconds} ms)`)}`,
      );
      for (const row of rows) this.terminal.print(`          ${JSON.stringify(row)}`);
    });
    const broken = findings.filter(({ rows }) => rows.length > 0).length;
    this.terminal.print(
      broken === 0
        ? `\nAll ${findings.length} invariants hold.`
        : `\n${broken} of ${findings.length} do not hold.`,
    );
    return broken === 0 ? 0 : 1;
  }
}
