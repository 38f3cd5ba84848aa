import { failure, type FailureCode } from '../failures.js';
import type { Failure } from '../payment-provider.js';

/** What is missing is `refused`. */
const ISSUES: Partial<Readonly<Record<FailureCode, string>>> = {
  declined:
    'INSTRUMENT_DECLINED TRANSACTION_REFUSED COMPLIANCE_VIOLATION DECLINED_DUE_TO_RELATED_TXN TRANSACTION_LIMIT_EXCEEDED',
  too_many_attempts: 'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED',
  payer_restricted:
    'PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYER_ACCOUNT_RESTRICTED PAYER_CANNOT_PAY TRANSACTION_BLOCKED_BY_PAYEE',
  payment_expired: 'ORDER_EXPIRED ORDER_VOIDED',
  currency_not_supported: 'CURRENCY_NOT_SUPPORTED UNSUPPORTED_CURRENCY CURRENCY_NOT_SUPPORTED_FOR_COUNTRY',
  amount_not_chargeable: 'DECIMAL_PRECISION INVALID_CURRENCY_AMOUNT CANNOT_BE_ZERO_OR_NEGATIVE',
  amount_too_large:
    'MAX_CAPTURE_AMOUNT_EXCEEDED REFUND_AMOUNT_EXCEEDED CAPTURE_FULLY_REFUNDED AUTHORIZATION_ALREADY_CAPTURED ' +
    'MAX_VALUE_EXCEEDED',
  authorization_expired: 'AUTHORIZATION_EXPIRED',
  authorization_voided: 'AUTHORIZATION_VOIDED PREVIOUSLY_VOIDED',
  not_refundable:
    'REFUND_TIME_LIMIT_EXCEEDED REFUND_NOT_ALLOWED CAPTURE_DISPUTED_PARTIAL_REFUND_NOT_ALLOWED MAX_NUMBER_OF_REFUNDS_EXCEEDED',
  not_received: 'INVALID_RESOURCE_ID RESOURCE_NOT_FOUND',
  not_permitted:
    'PERMISSION_DENIED NOT_AUTHORIZED CONSENT_NEEDED PAYEE_ACCOUNT_RESTRICTED PAYEE_ACCOUNT_LOCKED_OR_CLOSED ' +
    'PAYEE_BLOCKED_TRANSACTION AUTH_CAPTURE_NOT_ENABLED TRANSACTION_RECEIVING_LIMIT_EXCEEDED',
};

const CODES: ReadonlyMap<string, FailureCode> = new Map(
  Object.entries(ISSUES).flatMap(([code, issues]) =>
    issues.split(' ').map((issue) => [issue, code as FailureCode] as const),
  ),
);

export const failureOf = (issue: string): Failure => failure(CODES.get(issue) ?? 'refused');
