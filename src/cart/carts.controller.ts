import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { DescribedTag } from '../common/http/tag.decorator.js';
import { AmountTooLarge, NotFound } from '../common/errors/errors.js';
import { BodyLimit } from '../common/http/body-limit.decorator.js';
import { Public, SignedIn } from '../common/http/access.decorator.js';
import { Etagged } from '../common/http/etag.interceptor.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { cartsLimit } from '../common/http/rate-limit/rate-limit-rules.js';
import { RateLimit } from '../common/http/rate-limit/rate-limit.guard.js';
import { Criticality } from '../common/http/overload/criticality.decorator.js';
import { CurrentUser, type Principal } from '../common/http/principal.js';
import { SecretAnswer } from '../common/http/compression/secret-answer.decorator.js';
import { Located } from '../common/http/located.decorator.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import {
  CartClosed,
  CurrencyMismatch,
  QuantityTooLarge,
  ShippingMethodNotFound,
  TooManyItems,
  VariantNotFound,
} from './cart.errors.js';
import { CartClaimsService } from './cart-claims.service.js';
import { CartOpeningService } from './cart-opening.service.js';
import { CartsService } from './carts.service.js';
import { CartResponse } from './dto/cart.response.js';
import { CreateCartDto } from './dto/create-cart.dto.js';
import { MergedCartResponse } from './dto/merged-cart.response.js';
import { ShippingOptionsResponse } from './dto/shipping-options.response.js';
import { UpdateCartDto } from './dto/update-cart.dto.js';

@DescribedTag('carts', 'Fill a cart, give it an address and a shipping method, and read what it costs.')
@Controller('carts')
export class CartsController {
  constructor(
    private readonly carts: CartsService,
    private readonly opening: CartOpeningService,
    private readonly claims: CartClaimsService,
  ) {}

  /** Open a cart; a signed-in customer gets their one open cart, with the items added to it */
  @Post()
  @Criticality('entry')
  @Public()
  @RateLimit(cartsLimit)
  @BodyLimit(128)
  @Idempotent()
  @Problems(CurrencyMismatch, VariantNotFound, QuantityTooLarge, TooManyItems, AmountTooLarge)
  @Located('/carts/{id}')
  async createCart(@Body() dto: CreateCartDto, @CurrentUser() user?: Principal): Promise<CartResponse> {
    return CartResponse.from(await this.opening.open(user?.userId, dto.currency, dto.items ?? []));
  }

  /** Read the customer's open cart */
  @Get('current')
  @SecretAnswer()
  @SignedIn()
  @Etagged()
  @Problems(NotFound)
  async getCurrentCart(@CurrentUser() user: Principal): Promise<CartResponse> {
    return CartResponse.from(await this.carts.getCurrent(user.userId));
  }

  /** Read a cart at current prices */
  @Get(':id')
  @SecretAnswer()
  @Public()
  @Etagged()
  @Problems(NotFound)
  async getCart(@UuidParam('id') id: string, @CurrentUser() user?: Principal): Promise<CartResponse> {
    return CartResponse.from(await this.carts.get(id, user?.userId));
  }

  /** Set the e-mail address, addresses or shipping method of a cart; an omitted field stays as it is, null clears it */
  @Patch(':id')
  @Public()
  @Problems(NotFound, CartClosed, ShippingMethodNotFound)
  async updateCart(
    @UuidParam('id') id: string,
    @Body() dto: UpdateCartDto,
    @CurrentUser() user?: Principal,
  ): Promise<CartResponse> {
    return CartResponse.from(await this.carts.update(id, user?.userId, dto));
  }

  /** List the shipping methods that serve the cart's address */
  @Get(':id/shipping-methods')
  @SecretAnswer()
  @Public()
  @Problems(NotFound)
  async listShippingOptions(
    @UuidParam('id') id: string,
    @CurrentUser() user?: Principal,
  ): Promise<ShippingOptionsResponse> {
    return { items: [...(await this.carts.shippingOptions(id, user?.userId))] };
  }

  /**
   * Merge a guest's cart into the customer's open cart
   * @remarks Answers with the customer's cart. The newer details of the two carts count; `setAside` lists what was
   * dropped.
   */
  @Post(':id/claim')
  @SignedIn()
  @HttpCode(200)
  @Idempotent()
  @Problems(NotFound, CartClosed, TooManyItems)
  async claimCart(@UuidParam('id') id: string, @CurrentUser() user: Principal): Promise<MergedCartResponse> {
    return MergedCartResponse.from(await this.claims.claim(id, user.userId));
  }
}
