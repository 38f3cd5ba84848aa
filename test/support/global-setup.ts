import 'reflect-metadata';
import type { TestProject } from 'vitest/node';
import { type Ground, layGround } from './ground.js';

declare module 'vitest' {
  interface ProvidedContext extends Ground {}
}

/** Runs once before all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, template, remove } = await layGround();
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  return remove;
}
