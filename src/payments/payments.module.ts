import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { OrdersModule } from '../orders/index.js';
import { AttemptRecovery } from './recovery/attempt-recovery.js';
import { CanceledItemRefunds } from './operations/canceled-item-refunds.js';
import { LeftOperations } from './operations/left-operations.js';
import { MoneyRecords } from './completion/money-records.repository.js';
import { OperationOutcomes } from './completion/operation-outcomes.js';
import { OperationRecovery } from './recovery/operation-recovery.js';
import { OperationRequests } from './operations/operation-requests.js';
import { OrderEventsSubscriber } from './recovery/order-events.subscriber.js';
import { PaymentAftermath } from './completion/payment-aftermath.js';
import { PaymentAnswers } from './payments.answers.js';
import { PaymentAttempts } from './attempts/payment-attempts.js';
import { PaymentCompletion } from './completion/payment-completion.js';
import { PaymentDecisions } from './completion/payment-decisions.js';
import { PaymentLists } from './attempts/payment-lists.js';
import { PaymentOperation } from './entities/payment-operation.entity.js';
import { PaymentOperationsController } from './operations/payment-operations.controller.js';
import { PaymentProvidersController } from './attempts/payment-providers.controller.js';
import { PaymentOperationsRepository } from './completion/payment-operations.repository.js';
import { PaymentOperationsService } from './operations/payment-operations.service.js';
import { PaymentRecoveryJobs } from './recovery/payment-recovery.jobs.js';
import { PaymentResolver } from './recovery/payment-resolver.js';
import { PaymentReviews } from './operations/payment-reviews.service.js';
import { PaymentUnwinding } from './recovery/payment-unwinding.js';
import { Payment } from './entities/payment.entity.js';
import { PaymentsConfig } from './payments.config.js';
import { PaymentsController } from './attempts/payments.controller.js';
import { PAYMENT_INVARIANTS } from './payments.invariants.js';
import { PaymentsRepository } from './completion/payments.repository.js';
import { PaymentsService } from './attempts/payments.service.js';
import { ProviderCalls } from './completion/provider-calls.js';
import { PaymentsCheckCommand } from './providers/payments-check.command.js';
import { ProviderRegistry } from './providers/provider-registry.js';
import { RefundDecisions } from './operations/refund-decisions.service.js';
import { RefusedRefunds } from './operations/refused-refunds.js';
import { PaypalProviderModule } from './providers/paypal/paypal-provider.module.js';
import { StripeProviderModule } from './providers/stripe/stripe-provider.module.js';
import { TestProviderModule } from './providers/test/test-provider.module.js';
import { MoneylessOrdersJobs } from './recovery/moneyless-orders.jobs.js';
import { WebhookApplierJobs } from './webhooks/webhook-applier.jobs.js';
import { ReceivedWebhooks } from './webhooks/received-webhooks.js';
import { ReceivedWebhooksController } from './webhooks/received-webhooks.controller.js';
import { WebhookInboxRepository } from './webhooks/webhook-inbox.repository.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhooksRetentionJobs } from './webhooks/webhooks-retention.jobs.js';
import { WebhooksService } from './webhooks/webhooks.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Payment, PaymentOperation]),
    DiscoveryModule,
    OrdersModule,
    PaypalProviderModule,
    StripeProviderModule,
    TestProviderModule,
  ],
  controllers: [
    PaymentsController,
    PaymentOperationsController,
    PaymentProvidersController,
    ReceivedWebhooksController,
    WebhooksController,
  ],
  providers: [
    AttemptRecovery,
    CanceledItemRefunds,
    LeftOperations,
    MoneyRecords,
    OperationOutcomes,
    OperationRecovery,
    OperationRequests,
    OrderEventsSubscriber,
    PaymentAftermath,
    PaymentAnswers,
    PaymentAttempts,
    PaymentCompletion,
    PaymentDecisions,
    PaymentLists,
    PaymentOperationsRepository,
    PaymentOperationsService,
    PaymentRecoveryJobs,
    PaymentResolver,
    PaymentReviews,
    PaymentUnwinding,
    PaymentsCheckCommand,
    PaymentsRepository,
    PaymentsService,
    ProviderCalls,
    ProviderRegistry,
    RefundDecisions,
    RefusedRefunds,
    MoneylessOrdersJobs,
    WebhookApplierJobs,
    ReceivedWebhooks,
    WebhookInboxRepository,
    WebhooksRetentionJobs,
    WebhooksService,
    provideConfig(PaymentsConfig),
    provideInvariants(PAYMENT_INVARIANTS),
  ],
})
export class PaymentsModule {}
