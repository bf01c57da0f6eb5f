// @ts-check
import { defineReptileSketch } from './element/reptile-sketch.js';

defineReptileSketch();
