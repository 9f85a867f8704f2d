/** Made by scripts/build-reading.ts. */
export const READING_OF_EVENTS = '683f4bd25070d293';
export const READING_OF_DEFINITIONS = '2a0d573716dc8de7';
