import { afterEach, describe, expect, it, vi } from 'vitest';
import { Overloaded } from '../../common/errors/errors.js';
import { money } from '../../common/money/money.js';
import type { Transaction } from '../../common/database/transaction.js';
import { Payment } from '../entities/payment.entity.js';
import type { PaymentProvider, ProviderAnswer } from '../providers/payment-provider.js';
import { InvalidWebhook } from '../payments.errors.js';
import { ProviderCalls } from './provider-calls.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';

const payment = Object.assign(new Payment(), { provider: 'slow', amount: 1000, currency: 'USD' });
const charge = {
  kind: 'charge',
  charge: { reference: 'ch_1', status: 'succeeded', amount: money(1000, 'USD'), captures: [], refunds: [] },
} as const satisfies ProviderAnswer;
const refusal: ProviderAnswer = { kind: 'refused', failure: { code: 'no', detail: 'No.' } };

const callsTo = (provider: Partial<PaymentProvider>, isRunning = false) =>
  new ProviderCalls(
    { find: (name) => (name === 'slow' ? provider : undefined) } as ProviderRegistry,
    { isRunning } as Transaction,
    {
      providerTimeoutMs: 1_000,
      webhookKeepDays: 90,
    },
  );

afterEach(() => vi.useRealTimers());

describe('A call to a provider', () => {
  it('gives the answer', async () => {
    expect(await callsTo({ fetch: async () => charge }).fetch(payment)).toBe(charge);
    expect(await callsTo({ fetch: async () => refusal }).fetch(payment)).toBe(refusal);
  });

  it.each([
    ['an attempt', 'requires_action', 1000, 'succeeded'],
    ['an attempt with a lost answer', 'unknown', 1000, 'succeeded'],
    ['a canceled attempt', 'canceled', 1000, 'requires_action'],
    ['a charge of another amount', 'requires_action', 999, 'requires_action'],
  ] as const)(
    'that looks takes what the buyer has agreed to, or not: %s',
    async (_, status, amount, seen) => {
      const attempt = Object.assign(new Payment(), {
        provider: 'slow',
        amount: 1000,
        currency: 'USD',
        status,
      });
      const approved = { ...charge.charge, amount: money(amount, 'USD'), isApproved: true };
      const fetch = async () =>
        ({ kind: 'charge', charge: { ...approved, status: 'requires_action' } }) as const;
      const news = await callsTo({ fetch, confirm: async () => charge }).look(attempt);
      expect(news).toMatchObject({ kind: 'charge', charge: { status: seen } });
    },
  );

  it('ends in time, and tells the adapter so, when no answer comes', async () => {
    vi.useFakeTimers();
    let heard: AbortSignal | undefined;
    const fetch: PaymentProvider['fetch'] = (_, signal) => {
      heard = signal;
      return new Promise(() => undefined);
    };
    const news = callsTo({ fetch }).fetch(payment);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await news).toEqual({ kind: 'unknown' });
    expect(heard?.aborted).toBe(true);
  });

  it.each([
    ['rejects', async () => Promise.reject(new Error('reset'))],
    [
      'throws',
      () => {
        throw new Error('at once');
      },
    ],
  ])('has an unknown outcome when the adapter %s', async (_, fetch) => {
    expect(await callsTo({ fetch }).fetch(payment)).toEqual({ kind: 'unknown' });
  });

  it('has an unknown outcome when the provider was turned off', async () => {
    const other = Object.assign(new Payment(), payment, { provider: 'gone' });
    expect(await callsTo({}).fetch(other)).toEqual({ kind: 'unknown' });
  });

  it('is refused inside a transaction, where it would hold locks for as long as it takes', async () => {
    await expect(callsTo({ fetch: async () => charge }, true).fetch(payment)).rejects.toThrow(
      'never inside one',
    );
  });

  it('looks at the charge when the provider refuses to cancel or confirm it', async () => {
    const calls = callsTo({
      cancel: async () => refusal,
      confirm: async () => refusal,
      fetch: async () => charge,
    });
    expect(await calls.cancel(payment)).toBe(charge);
    expect(await calls.confirm(payment, 'success')).toBe(charge);
  });

  it('means a failure when the provider never heard of the charge, and doubt when it has forgotten it', async () => {
    const calls = callsTo({ fetch: async () => ({ kind: 'absent' }) });
    expect(await calls.fetch(payment)).toMatchObject({ kind: 'refused', failure: { code: 'not_received' } });
    const known = Object.assign(new Payment(), payment, { providerReference: 'ch_1' });
    expect(await calls.fetch(known)).toMatchObject({ kind: 'doubtful', failure: { code: 'gone' } });
  });
});

describe('A call under a key that was used before', () => {
  const hours = (count: number) => count * 3_600_000;
  const keyLifeMs: PaymentProvider['keyLifeMs'] = (call) => (call === 'refund' ? hours(45 * 24) : hours(6));
  const ago = (count: number) => new Date(Date.now() - hours(count));

  it('is sent again as long as the provider remembers the key of such a call, less an hour', () => {
    const calls = callsTo({ keyLifeMs });
    expect(calls.remembers(payment, 'start', ago(4.9))).toBe(true);
    expect(calls.remembers(payment, 'capture', ago(5.1))).toBe(false);
    expect(calls.remembers(payment, 'refund', ago(44 * 24))).toBe(true);
  });

  it('is never sent again to a provider that was turned off', () => {
    const other = Object.assign(new Payment(), payment, { provider: 'gone' });
    expect(callsTo({ keyLifeMs }).remembers(other, 'start', new Date())).toBe(false);
  });
});

describe('A webhook', () => {
  const bytes = Buffer.from('{}');

  it('is refused as the provider refuses it', async () => {
    const calls = callsTo({ readWebhook: async () => Promise.reject(new InvalidWebhook()) });
    await expect(calls.readWebhook('slow', bytes, {})).rejects.toThrow(InvalidWebhook);
  });

  it('is to be sent again when what its check needs cannot be had', async () => {
    const calls = callsTo({ readWebhook: async () => Promise.reject(new Error('reset')) });
    await expect(calls.readWebhook('slow', bytes, {})).rejects.toThrow(Overloaded);
  });

  it('is to be sent again when what its check needs takes too long', async () => {
    vi.useFakeTimers();
    let heard: AbortSignal | undefined;
    const readWebhook: PaymentProvider['readWebhook'] = (_, __, signal) => {
      heard = signal;
      return new Promise(() => undefined);
    };
    const read = callsTo({ readWebhook }).readWebhook('slow', bytes, {});
    const [refused] = await Promise.allSettled([read, vi.advanceTimersByTimeAsync(1_000)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(Overloaded) });
    expect(heard?.aborted).toBe(true);
  });
});
