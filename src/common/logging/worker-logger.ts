import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

const nest = new NestLogger('Worker');

/** The queue's lines at our log levels, without one success line per job. */
export const workerLogger = new Logger(() => (level, message) => {
  if (level === 'error') nest.error(message);
  else if (level === 'warning') nest.warn(message);
  else nest.debug(message);
});

export const silentLogger = new Logger(() => () => undefined);
