const MAX_BYTES = 1024 * 1024;

export interface LimitedAnswer {
  readonly status: number;
  readonly text: string;
}

/** Follows no redirect, and reads no more than `maxBytes`. */
export async function limitedFetch(
  url: string,
  request: Omit<RequestInit, 'redirect'>,
  maxBytes = MAX_BYTES,
): Promise<LimitedAnswer> {
  const answer = await fetch(url, { ...request, redirect: 'manual' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > maxBytes) throw new Error(`PayPal's answer has more than ${maxBytes} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return { status: answer.status, text: Buffer.concat(chunks).toString() };
}
