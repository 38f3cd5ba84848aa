/** What happens at an armed failpoint, once. What it throws is thrown there. */
export type FailpointAction = () => void | Promise<void>;

let armed: Map<string, FailpointAction> | undefined;

/**
 * A named place where a crash, a delay or somebody else's step would matter most: `await failpoint('module.step')`.
 * Nothing is there to do unless a test or FAILPOINTS has armed it, and production refuses FAILPOINTS.
 */
export const failpoint = (name: string): Promise<void> | undefined =>
  armed === undefined ? undefined : reach(name);

/** Arms a failpoint for the next time that it is reached; gives what disarms it again. */
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
  // Before it acts, so that recovery in the same process gets past it.
  forget(name);
  await action();
}

function forget(name: string): void {
  armed?.delete(name);
  if (armed?.size === 0) armed = undefined;
}
