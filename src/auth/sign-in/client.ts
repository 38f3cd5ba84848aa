import type { FastifyRequest } from 'fastify';

export interface Client {
  readonly ip: string;
  readonly requestId: string;
}

export const clientOf = ({ ip, id }: FastifyRequest): Client => ({ ip, requestId: id });
