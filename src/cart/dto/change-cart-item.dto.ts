import { PickType } from '@nestjs/swagger';
import { AddCartItemDto } from './add-cart-item.dto.js';

/** How many units a line holds from now on. */
export class ChangeCartItemDto extends PickType(AddCartItemDto, ['quantity']) {}
