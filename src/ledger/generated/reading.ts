/** Made by scripts/build-reading.ts. */
export const READING_OF_EVENTS = '10e0d9e99235ccca';
export const READING_OF_DEFINITIONS = '2a0d573716dc8de7';
