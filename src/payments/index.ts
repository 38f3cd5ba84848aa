/**
 * Payments own money in and out: attempts, captures, refunds, the ledger, and what providers tell by webhook.
 * Promises: no provider is asked without a committed row; the same news changes nothing twice; what belongs
 * to no living order goes back, once; every movement is in the ledger, and the ledger balances.
 * Asks orders what is due and who may see it, and tells them what is secured, paid, refunded or failed.
 * Announces nothing: orders announce what a payment did to them.
 */
export { PaymentsModule } from './payments.module.js';
