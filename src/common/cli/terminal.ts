import { Injectable } from '@nestjs/common';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Prints for people, in color on a terminal that supports it (respects NO_COLOR). */
@Injectable()
export class Terminal {
  private readonly hasColor = process.stdout.isTTY && process.stdout.hasColors();

  print(text = ''): void {
    process.stdout.write(`${text}\n`);
  }

  bold = (text: string): string => this.styled('bold', text);
  dim = (text: string): string => this.styled('dim', text);
  green = (text: string): string => this.styled('green', text);
  red = (text: string): string => this.styled('red', text);
  cyan = (text: string): string => this.styled('cyan', text);

  private styled(style: Style, text: string): string {
    return this.hasColor ? styleText(style, text) : text;
  }
}
