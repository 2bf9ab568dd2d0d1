// Where somebody is in a batch, kept in the address: the index of the chosen job, and the pair whose row was opened last.

/** The number that the address has by this name, or null. */
export function kept(name) {
  const text = new URLSearchParams(location.search).get(name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function keep(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  if (address.href !== location.href) history.replaceState(null, "", address);
}
