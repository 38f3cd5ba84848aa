import { CliCommand, type Command } from '../cli/command.js';
import { Terminal } from '../cli/terminal.js';
import { Backlog, type JobCounts } from './backlog.js';
import { HandlersRegistry } from './handlers.registry.js';
import { EVENT_TASK } from './jobs.js';

const HEADINGS = ['JOB', 'SCHEDULE (UTC)', 'DUE', 'FAILED', 'MODULE', 'HANDLER', 'WHAT IT DOES'] as const;

@CliCommand({
  name: 'jobs:list',
  summary: 'List the background jobs, and how many of each are due or failed',
  usage: 'jobs:list',
})
export class JobsListCommand implements Command {
  constructor(
    private readonly handlers: HandlersRegistry,
    private readonly backlog: Backlog,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<number> {
    const counts = await this.backlog.countsByJob().catch(() => undefined);
    const [head, ...rows] = aligned([HEADINGS, ...this.rows(counts)]);
    this.terminal.print(this.terminal.bold(head!));
    for (const row of rows) this.terminal.print(row);
    if (!counts) this.terminal.print('\nThe database does not answer, so no counts are known.');
    return 0;
  }

  private rows(counts: ReadonlyMap<string, JobCounts> | undefined): readonly (readonly string[])[] {
    const countsOf = (name: string): readonly string[] => {
      const { due, failed } = counts?.get(name) ?? { due: 0, failed: 0 };
      return counts ? [String(due), String(failed)] : ['?', '?'];
    };
    const events = [
      EVENT_TASK,
      'on events',
      ...countsOf(EVENT_TASK),
      '',
      '',
      'Delivers an event to one subscriber',
    ];
    const jobs = this.handlers.jobs
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, cron = 'on demand', module, handler, says }) => [
        name,
        cron,
        ...countsOf(name),
        module,
        handler,
        says,
      ]);
    return [...jobs, events];
  }
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
