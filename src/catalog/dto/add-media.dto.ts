import { PickType } from '@nestjs/swagger';
import { ProductMediaDto } from './product-media.dto.js';

/** Form fields beside an uploaded image. */
export class AddMediaDto extends PickType(ProductMediaDto, ['alt']) {}
