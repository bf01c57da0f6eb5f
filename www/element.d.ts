// Importing this module defines <reptile-sketch>.
export type { ReptileSketchElement } from './index.js';
