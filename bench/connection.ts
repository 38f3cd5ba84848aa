import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One kept connection that sends finished bytes and reads one answer at a time. It parses no more than the length, since
 * it shares the machine with what is measured.
 */
export class Connection {
  private received: Buffer = Buffer.alloc(0);
  private waiting?: { resolve: (answer: Answer) => void; reject: (error: Error) => void };

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The connection was closed')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  send(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const end = this.received.indexOf(END_OF_HEAD);
    if (end === -1) return;
    const head = this.received.toString('latin1', 0, end);
    const status = Number(head.slice(9, 12));
    const from = end + END_OF_HEAD.length;
    const length = status === 204 || status === 304 ? 0 : lengthIn(head);
    if (this.received.length < from + length) return;
    const body = this.received.subarray(from, from + length);
    this.received = Buffer.alloc(0);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve({ status, head, body });
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}

function lengthIn(head: string): number {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer without a length:\n${head}`);
  return Number(length);
}

export interface RequestOptions {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as the bytes that go over the wire. */
export function request(method: string, path: string, { body, headers = {} }: RequestOptions = {}): Buffer {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== undefined)
    more.push(`content-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more.join('')}\r\n${payload}`);
}

/** Sends it and gives the answer; throws unless it is of that status: a figure made of errors is none. */
export async function expecting(status: number, connection: Connection, bytes: Buffer): Promise<Answer> {
  const answer = await connection.send(bytes);
  if (answer.status !== status) {
    const [line] = bytes.toString().split('\r\n');
    throw new Error(`${line} was answered ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
  }
  return answer;
}
