// @ts-check
import { defineReptileSketch } from './reptile-sketch.js';

defineReptileSketch();
