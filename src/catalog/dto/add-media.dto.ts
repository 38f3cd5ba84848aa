import { PickType } from '@nestjs/swagger';
import { ProductMediaDto } from './product-media.dto.js';

/** What may be said of an uploaded image. */
export class AddMediaDto extends PickType(ProductMediaDto, ['alt']) {}
