import { describe, expect, it } from 'vitest';
import { EndedEarly, Undertakings } from './undertakings.js';

const never = new Promise<never>(() => undefined);

describe('Undertakings', () => {
  it('ends what was begun in reverse order, once', async () => {
    const undertakings = new Undertakings();
    const ended: string[] = [];
    for (const name of ['database', 'application'])
      await undertakings.begin(
        async () => name,
        async (begun) => ended.push(begun),
      );
    await Promise.all([undertakings.end(), undertakings.end()]);
    expect(ended).toEqual(['application', 'database']);
  });

  it('waits for what is on its way, ends it, and lets nothing more begin', async () => {
    const undertakings = new Undertakings();
    const { promise, resolve } = deferred<string>();
    const ended: string[] = [];
    const beginning = undertakings.begin(
      () => promise,
      async (begun) => ended.push(begun),
    );
    const end = undertakings.end();
    resolve('database');
    await expect(beginning).rejects.toThrow(EndedEarly);
    await end;
    expect(ended).toEqual(['database']);
    await expect(
      undertakings.begin(
        async () => 'application',
        () => never,
      ),
    ).rejects.toThrow(EndedEarly);
  });

  it('has nothing to end where the start failed', async () => {
    const undertakings = new Undertakings();
    const failing = undertakings.begin(
      () => Promise.reject(new Error('no port')),
      () => Promise.reject(new Error('ended what never began')),
    );
    await expect(failing).rejects.toThrow('no port');
    await undertakings.end();
  });

  it('goes on to the next when one fails to end, and tells of the failure', async () => {
    const undertakings = new Undertakings();
    let isEnded = false;
    await undertakings.begin(
      async () => 'database',
      async () => (isEnded = true),
    );
    await undertakings.begin(
      async () => 'application',
      () => Promise.reject(new Error('still busy')),
    );
    await expect(undertakings.end()).rejects.toThrow('still busy');
    expect(isEnded).toBe(true);
  });

  it.each(['ends', 'begins'])('passes over what never %s when it is hurried', async (what) => {
    const undertakings = new Undertakings();
    let isEnded = false;
    await undertakings.begin(
      async () => 'database',
      async () => (isEnded = true),
    );
    void undertakings
      .begin(
        () => (what === 'begins' ? never : Promise.resolve('application')),
        () => never,
      )
      .catch(() => undefined);
    const end = undertakings.end();
    undertakings.hurry();
    await expect(end).rejects.toThrow(EndedEarly);
    expect(isEnded).toBe(true);
  });
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
