export const isRead = (method: unknown): boolean => method === 'GET' || method === 'HEAD';
