/** A refusal by the HTTP server itself. */
export interface TransportProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

const problem = (status: number, code: string, title: string): TransportProblem => ({ status, code, title });

export const MALFORMED_REQUEST = problem(400, 'malformed_request', 'The request cannot be read');
export const BODY_TOO_LARGE = problem(413, 'body_too_large', 'The body is too large');
export const URI_TOO_LONG = problem(414, 'uri_too_long', 'The address is too long');
export const UNSUPPORTED_MEDIA_TYPE = problem(
  415,
  'unsupported_media_type',
  'Send the body as application/json',
);

export const HEADERS_TOO_LARGE = problem(431, 'headers_too_large', 'The headers are too large');

const ALL: readonly TransportProblem[] = [
  MALFORMED_REQUEST,
  BODY_TOO_LARGE,
  URI_TOO_LONG,
  UNSUPPORTED_MEDIA_TYPE,
  HEADERS_TOO_LARGE,
  problem(405, 'method_not_allowed', 'Not a method of this resource'),
  problem(406, 'not_acceptable', 'No such representation'),
  problem(408, 'request_timeout', 'The request took too long to arrive'),
];

/** Code of refusals without a name of their own. */
const REFUSED = 'refused';

export const TRANSPORT_CODES: readonly string[] = [...ALL.map(({ code }) => code), REFUSED];

export const transportProblem = (status: number): TransportProblem =>
  ALL.find((each) => each.status === status) ?? problem(status, REFUSED, 'The request was refused');
