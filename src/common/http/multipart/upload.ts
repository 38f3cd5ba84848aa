import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedBody, ValidationFailed } from '../../errors/errors.js';
import { refuseText } from '../json-body.js';
import { takeTime } from '../server.js';

/** The bytes of a file as they arrive; `truncated` once there were more than the limit. */
export type UploadStream = MultipartFile['file'];

/** The text fields that came with a file. */
export type UploadFields = Readonly<Record<string, string>>;

/**
 * Reads an upload as it arrives, and gives the fields beside its file once all of it is there. The bytes of its one
 * file go to the work, which must read them to their end; the name and type that the client gives the file are not
 * believed, and not passed on. It may take 15 minutes, as long as it does not pause for 25 s. Throws 415 for what is no
 * multipart body, MalformedBody for one that ends early or cannot be read, 413 for a file, a field or a number of parts
 * beyond the limits, and ValidationFailed without a file: what the work has made by then is for the caller to undo.
 */
export async function receiveUpload(
  request: FastifyRequest,
  maxBytes: number,
  work: (bytes: UploadStream) => Promise<void>,
): Promise<UploadFields> {
  if (!request.isMultipart()) throw new UnsupportedMediaTypeException();
  takeTime(request.raw);
  try {
    return await read(request, maxBytes, work);
  } catch (error) {
    throw isUnreadable(error) ? new MalformedBody('The multipart body cannot be read.') : error;
  } finally {
    // What is left of a refused body is thrown away as it comes, so that the answer can be read.
    request.raw.unpipe();
    request.raw.resume();
  }
}

async function read(
  request: FastifyRequest,
  maxBytes: number,
  work: (bytes: UploadStream) => Promise<void>,
): Promise<UploadFields> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let hasFile = false;
  for await (const part of request.parts({ limits: { fileSize: maxBytes } })) {
    if (part.type === 'field') {
      fields[part.fieldname] = textOf(part);
    } else {
      await take(part, work);
      hasFile = true;
    }
  }
  if (!hasFile) throw fault('file', 'is missing');
  return { ...fields };
}

async function take(part: MultipartFile, work: (bytes: UploadStream) => Promise<void>): Promise<void> {
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw fault('file', 'is the name of the part that holds the file');
  }
  await work(part.file);
  if (part.file.truncated) throw new PayloadTooLargeException();
}

function textOf({ value, fieldnameTruncated, valueTruncated }: MultipartValue): string {
  if (fieldnameTruncated || valueTruncated) throw new PayloadTooLargeException();
  if (typeof value !== 'string') throw new MalformedBody('Fields of a multipart body are text.');
  refuseText(value);
  return value;
}

/** The parser's own faults: no boundary, a body that ends early, a header that is none. */
function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || 'facts' in error || 'getStatus' in error) return false;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status === 400 || (status === undefined && /multipart|boundary|header|needle/i.test(error.message));
}

const fault = (path: string, what: string): ValidationFailed =>
  new ValidationFailed([{ path, code: 'file', message: `${path} ${what}` }]);
