/** Whether a method only reads: GET, and HEAD, which is GET without the body (RFC 9110, 9.3.2). */
export const isRead = (method: unknown): boolean => method === 'GET' || method === 'HEAD';
