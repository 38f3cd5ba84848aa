import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedBody, ValidationFailed } from '../../errors/errors.js';
import { refuseText } from '../json-body.js';
import { takeTime } from '../server.js';

/** The bytes of a file as they arrive; `truncated` after the limit. */
export type UploadStream = MultipartFile['file'];

export type UploadFields = Readonly<Record<string, string>>;

/**
 * Streams the file to `work`, which must read it to its end, and returns the text fields. The client's file name
 * and type are ignored. Limits: 15 minutes, pauses of 25 s. When it throws, the caller undoes what `work` made.
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
    // The rest of a refused body is discarded, so that the client can read the answer.
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

function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || 'facts' in error || 'getStatus' in error) return false;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  return status === 400 || (status === undefined && /multipart|boundary|header|needle/i.test(error.message));
}

const fault = (path: string, what: string): ValidationFailed =>
  new ValidationFailed([{ path, code: 'file', message: `${path} ${what}` }]);
