import { Logger as NestLogger } from '@nestjs/common';
import { Logger } from 'graphile-worker';

const nest = new NestLogger('Worker');

/** The queue's own lines, at the levels of our log. Its success lines are left out: one for each job says nothing. */
export const workerLogger = new Logger(() => (level, message) => {
  if (level === 'error') nest.error(message);
  else if (level === 'warning') nest.warn(message);
  else nest.debug(message);
});

export const silentLogger = new Logger(() => () => undefined);
