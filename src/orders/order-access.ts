import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { PROVES_TOKEN } from '../common/http/idempotency/idempotent.options.js';
import { requestOf } from '../common/http/request.js';

/** The proofs that a caller shows for an order; the query that reads it checks them. */
export interface OrderAccess {
  readonly userId?: string;
  /** `X-Order-Token`: opens one guest order. */
  readonly orderToken?: string;
  /** The account may act for the shop: opens every order. */
  readonly staff?: boolean;
}

/** For the shop itself: payments, jobs, and staff whose permission the route has checked. */
export const AS_SHOP: OrderAccess = { staff: true };

export const ORDER_TOKEN = 'order_token';

const takesToken: ParameterDecorator = (target, method) => {
  const descriptor = Object.getOwnPropertyDescriptor(target, method!)!;
  ApiHeader({
    name: 'X-Order-Token',
    required: false,
    description: "The guest order's `accessToken`.",
  })(target, method!, descriptor);
  Reflect.defineMetadata(PROVES_TOKEN, true, descriptor.value as object);
};

/** Reads the caller's proofs on a public route. The permission names who acts for the shop there. */
export const ProvenAccess = createParamDecorator(
  (permission: string | undefined, context: ExecutionContext): OrderAccess => {
    const { principal, headers } = requestOf(context);
    const token = headers['x-order-token'];
    return {
      userId: principal?.userId,
      orderToken: typeof token === 'string' ? token : undefined,
      staff: principal?.permissions.has(permission ?? 'orders:read') === true,
    };
  },
  [takesToken],
);
