import { Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { AmountTooLarge, NotFound } from '../common/errors/errors.js';
import { Public } from '../common/http/access.decorator.js';
import { Idempotent } from '../common/http/idempotency/idempotent.decorator.js';
import { CurrentUser, type Principal } from '../common/http/principal.js';
import { Problems } from '../common/http/problems.decorator.js';
import { UuidParam } from '../common/http/uuid-param.js';
import { CartClosed, QuantityTooLarge, TooManyItems, VariantNotFound } from './cart.errors.js';
import { CartItemsService } from './cart-items.service.js';
import { AddCartItemDto } from './dto/add-cart-item.dto.js';
import { CartResponse } from './dto/cart.response.js';
import { ChangeCartItemDto } from './dto/change-cart-item.dto.js';

const EXAMPLES = {
  'by SKU': { value: { sku: 'TEE-BLUE-M', quantity: 2 } },
  'by id': { value: { variantId: '0193a1c2-6a01-7c22-8b1d-9a4f5e6d7c80', quantity: 2 } },
};

@ApiTags('carts')
@Controller('carts/:id/items')
export class CartItemsController {
  constructor(private readonly items: CartItemsService) {}

  /** Add units of a variant to a cart; an item that is already there gets more units */
  @Post()
  @Public()
  @HttpCode(200)
  @Idempotent()
  @ApiBody({ type: AddCartItemDto, examples: EXAMPLES })
  @Problems(NotFound, CartClosed, VariantNotFound, QuantityTooLarge, TooManyItems, AmountTooLarge)
  async addCartItem(
    @UuidParam('id') id: string,
    @Body() dto: AddCartItemDto,
    @CurrentUser() user?: Principal,
  ): Promise<CartResponse> {
    return CartResponse.from(await this.items.add(id, user?.userId, dto));
  }

  /** Set the quantity of an item */
  @Patch(':itemId')
  @Public()
  @Problems(NotFound, CartClosed, AmountTooLarge)
  async changeCartItem(
    @UuidParam('id') id: string,
    @UuidParam('itemId') itemId: string,
    @Body() dto: ChangeCartItemDto,
    @CurrentUser() user?: Principal,
  ): Promise<CartResponse> {
    return CartResponse.from(await this.items.changeQuantity(id, user?.userId, itemId, dto.quantity));
  }

  /** Remove an item from a cart */
  @Delete(':itemId')
  @Public()
  @Problems(NotFound, CartClosed)
  async removeCartItem(
    @UuidParam('id') id: string,
    @UuidParam('itemId') itemId: string,
    @CurrentUser() user?: Principal,
  ): Promise<CartResponse> {
    return CartResponse.from(await this.items.remove(id, user?.userId, itemId));
  }
}
