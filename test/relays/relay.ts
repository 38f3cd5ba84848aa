import { once } from 'node:events';
import { createApplication } from '../../src/common/boot/application.js';
import { TalesModule } from './tales.js';

/** A process that hears tales until it is told to end. */
export async function main(): Promise<number> {
  const { app } = await createApplication(TalesModule);
  await once(process, 'SIGTERM');
  await app.close();
  return 0;
}
