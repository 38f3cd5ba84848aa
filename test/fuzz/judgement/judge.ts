import type { Contract } from '../../support/contract.js';
import type { ErrorLog } from './error-log.js';
import type { FuzzAnswer, FuzzRequest } from '../requests/request.js';

/** What is wrong with an answer. */
export interface Complaint {
  /** Complaints of one key are one fault. */
  readonly key: string;
  readonly says: string;
}

interface Problem {
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
}

const LEAKS = /node_modules|QueryFailedError|\n\s+at |syntax error at or near|violates \w+ constraint/;
const PROTOTYPE_SIZE = Object.getOwnPropertyNames(Object.prototype).length;

/** Holds every answer against the document, and against what must hold for any answer at all. */
export class Judge {
  constructor(
    private readonly contract: Contract,
    private readonly log: ErrorLog,
  ) {}

  /** What is wrong with the answer; undefined when nothing is. */
  complaint(request: FuzzRequest, answer: FuzzAnswer): Complaint | undefined {
    if (answer.isCutOff) return undefined;
    const problem = problemOf(answer);
    const logged = problem?.requestId === undefined ? undefined : this.log.take(problem.requestId);
    const says =
      (logged && `${logged.message} ${logged.place}`) ??
      this.unfit(request, answer, problem) ??
      this.undocumented(request, answer) ??
      this.tooLenient(request, answer);
    if (says === undefined) return undefined;
    const { method, path } = request.operation;
    const where = logged?.place !== undefined && logged.place !== '' ? logged.place : shapeOf(says);
    return { key: [method, path, answer.status, problem?.code, where].join(' '), says };
  }

  private unfit(request: FuzzRequest, answer: FuzzAnswer, problem?: Problem): string | undefined {
    const { status, headers, text } = answer;
    if (status === 0) return `The connection ended without an answer: ${text}`;
    if (status >= 500 && !isShed(status, problem)) return `Answered ${status}: ${text.slice(0, 500)}`;
    if (Object.getOwnPropertyNames(Object.prototype).length !== PROTOTYPE_SIZE)
      return 'Object.prototype has been changed';
    if (status < 300 && !request.mayCall) return `Answered ${status} to one who may not call it`;
    if (status < 400 || request.method === 'HEAD') return undefined;
    if (!(headers['content-type'] ?? '').startsWith('application/problem+json'))
      return `Refused with ${status}, but without a problem: ${text.slice(0, 300)}`;
    if (problem?.status !== status)
      return `The problem speaks of ${problem?.status}, the answer of ${status}`;
    return LEAKS.test(text) ? `The problem tells too much: ${text.slice(0, 500)}` : undefined;
  }

  /** What a client must not send, the shop must not take. */
  private tooLenient({ method, target, payload }: FuzzRequest, { status }: FuzzAnswer): string | undefined {
    if (status >= 300 || payload === undefined) return undefined;
    const fault = this.contract.faultOfBody(method, target, payload.toString());
    return fault && `Took a body that the document refuses: ${fault}`;
  }

  private undocumented({ method, target }: FuzzRequest, answer: FuzzAnswer): string | undefined {
    try {
      const contentType = answer.headers['content-type'] ?? '';
      this.contract.check(method, target, { ...answer, contentType });
      return undefined;
    } catch (error) {
      return (error as Error).message.slice(0, 1_500);
    }
  }
}

/** Refused because the shop has too much to do, which is no fault of its own. */
export const isShed = (status: number, problem?: Problem): boolean =>
  status === 503 && problem?.code === 'overloaded';

export function problemOf({ headers, text }: FuzzAnswer): Problem | undefined {
  if (!(headers['content-type'] ?? '').startsWith('application/problem+json')) return undefined;
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return undefined;
  }
}

/** The text without what differs from request to request. */
const shapeOf = (says: string): string =>
  says
    .split('\n', 1)[0]!
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+|"[^"]*"/g, '#')
    .slice(0, 200);
