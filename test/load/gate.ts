import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the shop and its database, and can be shut. */
export class Gate {
  private readonly sockets = new Set<Socket>();
  private isShut = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(databaseUrl: string): Promise<Gate> {
    const behind = new URL(databaseUrl);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = new URL(databaseUrl);
    front.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const gate = new Gate(server, front.href);
    server.on('connection', (client) => gate.pass(client, behind));
    return gate;
  }

  /** Cuts every connection and lets no new one through. */
  shut(): void {
    this.isShut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  open(): void {
    this.isShut = false;
  }

  async close(): Promise<void> {
    this.shut();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, { hostname, port }: URL): void {
    if (this.isShut) return void client.destroy();
    const server = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket
        .on('error', () => other.destroy())
        .on('close', () => this.sockets.delete(socket) && other.destroy());
      socket.pipe(other);
    }
  }
}
