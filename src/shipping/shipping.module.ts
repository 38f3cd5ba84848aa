import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ShippingMethod } from './entities/shipping-method.entity.js';
import { ShippingRate } from './entities/shipping-rate.entity.js';
import { ShippingMethodsController } from './shipping-methods.controller.js';
import { ShippingMethodsRepository } from './shipping-methods.repository.js';
import { ShippingMethodsService } from './shipping-methods.service.js';
import { ShippingFacade } from './shipping.facade.js';

@Module({
  imports: [TypeOrmModule.forFeature([ShippingMethod, ShippingRate])],
  controllers: [ShippingMethodsController],
  providers: [ShippingFacade, ShippingMethodsRepository, ShippingMethodsService],
  exports: [ShippingFacade],
})
export class ShippingModule {}
