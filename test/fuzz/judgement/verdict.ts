import { asCurl } from '../requests/request.js';
import type { Finding, Tally } from './tally.js';

/** A run this long has to reach every route; a shorter one may not. */
const REACHES_ALL = 20_000;

export interface Verdict {
  readonly isPass: boolean;
  readonly text: string;
}

/** The finding for people: what is wrong, what was done to the request, and how to send it again. */
export function described({ key, says, request, count }: Finding): string {
  const lines = [`FOUND ${key}${count > 1 ? ` (${count} times)` : ''}`, says.replaceAll(/^/gm, '  ')];
  if (request) {
    lines.push(`  by ${request.principal}; ${request.notes.join('; ') || 'nothing was done to it'}`);
    lines.push(`  ${asCurl(request)}`);
  }
  return lines.join('\n');
}

/** The last word on a run, as a table. */
export function verdictOn(tally: Tally, seconds: number): Verdict {
  const findings = [...tally.findings.values()];
  const unreached = tally.sent >= REACHES_ALL ? tally.unreached : [];
  const reached = `${tally.operations.length - tally.unreached.length} of ${tally.operations.length}`;
  const broken = findings.filter(({ request }) => request === undefined).length;
  const rows: [label: string, value: string, isFine: boolean][] = [
    ['answers 5xx', String(tally.answers(5) - tally.shed), tally.answers(5) === tally.shed],
    ['answers that are wrong or undocumented', String(findings.length - broken), findings.length === broken],
    ['broken invariants, failed jobs, logged errors', String(broken), broken === 0],
    ['routes that answered a success', reached, unreached.length === 0],
  ];
  const isPass = rows.every(([, , isFine]) => isFine);
  const text = [
    tableOf(tally),
    '',
    ...rows.map(
      ([label, value, isFine]) => `${label.padEnd(48)}${value.padStart(10)}  ${isFine ? 'ok' : 'FAIL'}`,
    ),
    ...unreached.map(({ method, path }) => `  never a success: ${method} ${path}`),
    '',
    `Refusals of the document that were not met: ${tally.unmetCodes.join(', ') || 'none'}`,
    `${tally.sent} requests in ${Math.round(seconds)} s (${Math.round(tally.sent / seconds)}/s); ` +
      `${tally.shed} shed with 503; slowest ${Math.round(tally.slowest.milliseconds)} ms (${tally.slowest.route})`,
    isPass ? 'PASS' : 'FAIL',
  ].join('\n');
  return { isPass, text };
}

function tableOf(tally: Tally): string {
  const line = (route: string, ...cells: (string | number)[]) =>
    route.padEnd(56) + cells.map((cell) => String(cell).padStart(8)).join('');
  const rows = tally.operations.map(({ id, method, path }) =>
    line(`${method} ${path}`, ...[2, 3, 4, 5].map((hundred) => tally.answers(hundred, id))),
  );
  return [line('route', '2xx', '3xx', '4xx', '5xx'), ...rows].join('\n');
}
