import { SingleBar } from 'cli-progress';
import { WriteStream } from 'node:tty';
import type { Tally } from './tally.js';

const FORMAT =
  'Fuzz [{bar}] {value}/{total}  {rate}/s  {success} successes  {failures} 5xx  {findings} findings  {eta_formatted} left';
const PLAIN_EVERY_MS = 15_000;

/** Shows a run while it goes: one live line on a terminal, a plain line now and then elsewhere. */
export class FuzzProgress {
  private readonly bar?: SingleBar;
  private readonly began = performance.now();
  private lastLine = this.began;

  constructor(
    private readonly total: number,
    private readonly out: NodeJS.WritableStream = process.stderr,
  ) {
    if (!(out instanceof WriteStream)) return;
    this.bar = new SingleBar({
      format: FORMAT,
      stream: out,
      hideCursor: true,
      barsize: 20,
      etaBuffer: 2_000,
    });
    this.bar.start(total, 0, { rate: 0, success: 0, failures: 0, findings: 0 });
  }

  show(tally: Tally): void {
    const now = performance.now();
    const isDue = this.bar !== undefined || now - this.lastLine > PLAIN_EVERY_MS;
    if (!isDue) return;
    const rate = Math.round(tally.sent / ((now - this.began) / 1_000));
    const counts = { success: tally.answers(2), failures: tally.answers(5), findings: tally.findings.size };
    this.bar?.update(tally.sent, { rate, ...counts });
    if (this.bar) return;
    this.lastLine = now;
    const { success, failures, findings } = counts;
    this.out.write(
      `${tally.sent} of ${this.total}  ${rate}/s  ${success} successes  ${failures} 5xx  ${findings} findings\n`,
    );
  }

  stop(): void {
    this.bar?.stop();
  }
}
