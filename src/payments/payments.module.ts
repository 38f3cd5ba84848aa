import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { OrdersModule } from '../orders/index.js';
import { AttemptRecovery } from './attempt-recovery.js';
import { CanceledItemRefunds } from './canceled-item-refunds.js';
import { LeftOperations } from './left-operations.js';
import { MoneyRecords } from './money-records.js';
import { OperationOutcomes } from './operation-outcomes.js';
import { OperationRecovery } from './operation-recovery.js';
import { OperationRequests } from './operation-requests.js';
import { OrderEventsListener } from './order-events.listener.js';
import { PaymentAftermath } from './payment-aftermath.js';
import { PaymentAttempts } from './payment-attempts.js';
import { PaymentCompletion } from './payment-completion.js';
import { PaymentDecisions } from './payment-decisions.js';
import { PaymentLists } from './payment-lists.js';
import { PaymentOperation } from './entities/payment-operation.entity.js';
import { PaymentOperationsController } from './payment-operations.controller.js';
import { PaymentOperationsRepository } from './payment-operations.repository.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { PaymentRecovery } from './payment-recovery.js';
import { PaymentResolver } from './payment-resolver.js';
import { PaymentReviews } from './payment-reviews.service.js';
import { PaymentUnwinding } from './payment-unwinding.js';
import { Payment } from './entities/payment.entity.js';
import { PaymentsConfig } from './payments.config.js';
import { PaymentsController } from './payments.controller.js';
import { PAYMENT_INVARIANTS } from './payments.invariants.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentsService } from './payments.service.js';
import { ProviderCalls } from './providers/provider-calls.js';
import { PAYMENT_PROVIDERS, ProviderRegistry } from './providers/provider-registry.js';
import { TestProvider } from './providers/test/test-provider.js';
import { TestProviderConfig } from './providers/test/test-provider.config.js';
import { TestProviderModule } from './providers/test/test-provider.module.js';
import { WebhookApplier } from './webhook-applier.js';
import { WebhookInboxRepository } from './webhook-inbox.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRetention } from './webhooks.retention.js';
import { WebhooksService } from './webhooks.service.js';

/** Every provider whose settings turn it on. */
const providers = {
  provide: PAYMENT_PROVIDERS,
  inject: [TestProviderConfig, TestProvider],
  useFactory: (config: TestProviderConfig, test: TestProvider) => (config.isEnabled ? [test] : []),
};

@Module({
  imports: [TypeOrmModule.forFeature([Payment, PaymentOperation]), OrdersModule, TestProviderModule],
  controllers: [PaymentsController, PaymentOperationsController, WebhooksController],
  providers: [
    AttemptRecovery,
    CanceledItemRefunds,
    LeftOperations,
    MoneyRecords,
    OperationOutcomes,
    OperationRecovery,
    OperationRequests,
    OrderEventsListener,
    PaymentAftermath,
    PaymentAttempts,
    PaymentCompletion,
    PaymentDecisions,
    PaymentLists,
    PaymentOperationsRepository,
    PaymentOperationsService,
    PaymentRecovery,
    PaymentResolver,
    PaymentReviews,
    PaymentUnwinding,
    PaymentsRepository,
    PaymentsService,
    ProviderCalls,
    ProviderRegistry,
    WebhookApplier,
    WebhookInboxRepository,
    WebhooksRetention,
    WebhooksService,
    provideConfig(PaymentsConfig),
    provideInvariants(PAYMENT_INVARIANTS),
    providers,
  ],
})
export class PaymentsModule {}
