export type FailpointAction = () => void | Promise<void>;

let armed: Map<string, FailpointAction> | undefined;

/** A named place for a crash or delay. It does nothing unless a test or FAILPOINTS arms it. */
export const failpoint = (name: string): Promise<void> | undefined =>
  armed === undefined ? undefined : reach(name);

/** Arms a failpoint once; returns a function that disarms it. */
export function armFailpoint(name: string, action: FailpointAction): () => void {
  armed ??= new Map();
  armed.set(name, action);
  return () => {
    if (armed?.get(name) === action) forget(name);
  };
}

async function reach(name: string): Promise<void> {
  const action = armed?.get(name);
  if (!action) return;
  // Forgets it first, so that recovery in the same process passes.
  forget(name);
  await action();
}

function forget(name: string): void {
  armed?.delete(name);
  if (armed?.size === 0) armed = undefined;
}
