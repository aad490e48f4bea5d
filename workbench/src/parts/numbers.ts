// Figures with the digits that the program's own pages give them (crates/presentation/src/number.rs).

/** Below this share a loss is the solver's tolerance and no loss. */
const NOTHING = 1e-9;

/** A loss of real income: two decimals. */
export function loss(share: number): string {
  const rounded = Math.round(1e4 * share) / 1e2;
  if (rounded === 0) return share > NOTHING ? "under 0.005 %" : "0.00 %";
  return `${rounded.toFixed(2)} %`;
}

/** A share: one decimal, or two where it is small. */
export function percent(share: number): string {
  const value = 100 * share;
  return value === 0 ? "0 %" : `${value.toFixed(Math.abs(value) < 0.995 ? 2 : 1)} %`;
}

/** USD million as billions or millions. */
export function dollars(million: number): string {
  const size = Math.abs(million);
  if (size >= 999.5) return `USD ${(million / 1000).toFixed(1)} bn`;
  return size < 0.5 ? "USD 0 mn" : `USD ${million.toFixed(0)} mn`;
}
