import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a shop and its database, and spoils the way between them as it is told. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isShut = false;
  private isSilent = false;
  private latencyMs = 0;

  private constructor(
    private readonly server: Server,
    /** The database's URL, by way of the proxy. */
    readonly url: string,
  ) {}

  static async before(databaseUrl: string): Promise<TcpProxy> {
    const behind = new URL(databaseUrl);
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = new URL(databaseUrl);
    front.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const proxy = new TcpProxy(server, front.href);
    server.on('connection', (client) => proxy.pass(client, behind));
    return proxy;
  }

  /** Resets every connection; new ones get through. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Resets every connection and refuses new ones. */
  shut(): void {
    this.isShut = true;
    this.cut();
  }

  open(): void {
    this.isShut = false;
  }

  /** Half-open from now on: connections stay and are accepted, but what is sent over them is lost. */
  silence(): void {
    this.isSilent = true;
  }

  /** New connections get through again. Those that lost something stay silent, as they would behind a lost route. */
  speak(): void {
    this.isSilent = false;
  }

  /** Each piece arrives so much later. */
  slow(latencyMs: number): void {
    this.latencyMs = latencyMs;
  }

  async close(): Promise<void> {
    this.shut();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, { hostname, port }: URL): void {
    if (this.isShut) return void client.resetAndDestroy();
    const server = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const way = { isLost: false };
    this.carry(client, server, way);
    this.carry(server, client, way);
  }

  private carry(from: Socket, to: Socket, way: { isLost: boolean }): void {
    this.sockets.add(from);
    from
      .on('error', () => to.destroy())
      .on('close', () => this.sockets.delete(from) && !way.isLost && to.destroy())
      .on('end', () => {
        way.isLost ||= this.isSilent;
        // A farewell into the silence is not answered; the other side, which would wait for long, is let go.
        if (way.isLost) to.destroy();
        else to.end();
      })
      .on('data', (piece: Buffer) => {
        way.isLost ||= this.isSilent;
        if (way.isLost) return;
        if (this.latencyMs === 0) to.write(piece);
        else setTimeout(() => to.writable && to.write(piece), this.latencyMs);
      });
  }
}
