import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { PROVES_TOKEN } from '../common/http/idempotency/idempotent.options.js';
import { requestOf } from '../common/http/request.js';

/** The proofs that a caller shows for an order. The query that reads the order checks them. */
export interface OrderAccess {
  /** The signed-in account: opens its own orders. */
  readonly userId?: string;
  /** `X-Order-Token`: opens the one guest order that it belongs to. */
  readonly orderToken?: string;
  /** The account may act for the shop: opens every order. */
  readonly staff?: boolean;
}

/** The access of the shop itself: payments, jobs, and staff whose permission the route has checked. */
export const AS_SHOP: OrderAccess = { staff: true };

/** Purpose of the secret that opens a guest's order. */
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

/**
 * Reads the caller's proofs, on a public route about one order. The permission names who acts for the shop there
 * (`orders:read` by default).
 */
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
