// Ranges of sliders for the parameters of scenario files. A slider shows the values that make sense; the number beside it
// takes everything, and the engine says what is allowed.

export interface Span {
  min: number;
  max: number;
  step: number;
}

const SHARE: Span = { min: 0, max: 1, step: 0.01 };

const SPANS: Record<string, Span> = {
  share: SHARE,
  in_force: SHARE,
  detection: SHARE,
  leakage: SHARE,
  shadow_capacity: SHARE,
  shadow_waste: SHARE,
  renewal: SHARE,
  hazard: SHARE,
  kit_share: SHARE,
  profit_share: SHARE,
  affiliate_share: SHARE,
  discount_factor: SHARE,
  rate: { min: 0, max: 1, step: 0.01 },
  markup: { min: 0, max: 1, step: 0.01 },
  threat: { min: 0, max: 2, step: 0.01 },
  effort: { min: 0, max: 10, step: 0.1 },
  months: { min: 0, max: 36, step: 1 },
  cost: { min: 0, max: 0.9, step: 0.01 },
  cap: { min: 20, max: 120, step: 1 },
  market_price: { min: 30, max: 150, step: 1 },
  discount: { min: 0, max: 40, step: 1 },
  shadow_cost: { min: 0, max: 40, step: 0.5 },
  marginal_cost: { min: 5, max: 60, step: 1 },
  supply_elasticity: { min: 0, max: 2, step: 0.05 },
  seed: { min: 0.001, max: 0.05, step: 0.001 },
  dispersion: { min: 1, max: 16, step: 0.5 },
  mu: { min: 0.001, max: 0.05, step: 0.001 },
  coefficient: { min: -3, max: 0, step: 0.01 },
  trade_elasticity: { min: 1, max: 12, step: 0.1 },
  horizon: { min: 0, max: 20, step: 0.5 },
};

/** A step of 1, 2 or 5 times a power of ten that cuts a length into about a hundred parts. */
export function niceStep(length: number): number {
  const raw = length / 100;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((one) => one * power >= raw * 0.999) ?? 10;
  return Number((step * power).toPrecision(6));
}

/** The slider's range for a parameter: a known one, else from nothing to three times the file's own value. */
export function spanOf(name: string, value: number): Span {
  const known = SPANS[name];
  if (known && value >= known.min && value <= known.max) return known;
  if (value === 0) return { min: 0, max: 1, step: 0.01 };
  const far = 3 * Math.abs(value);
  const step = niceStep(far);
  const whole = Number.isInteger(value) && Math.abs(value) >= 4;
  const top = Math.ceil(far / step) * step;
  return { min: value < 0 ? -top : 0, max: value < 0 ? 0 : top, step: whole ? Math.max(1, Math.round(step)) : step };
}
