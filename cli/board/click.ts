/** For how long a click holds the button. */
export const CLICK_MS = 80;
/** From one press of a double click to the next. */
export const BETWEEN_CLICKS_MS = 200;
