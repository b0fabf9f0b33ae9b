// Who wants to hear of changes, and until when.

export class Emitter {
  #listeners = new Map();

  // `signal` ends the listening.
  on(kind, listener, signal) {
    if (!this.#listeners.has(kind)) this.#listeners.set(kind, new Set());
    this.#listeners.get(kind).add(listener);
    signal?.addEventListener("abort", () => this.#listeners.get(kind).delete(listener));
  }

  emit(kind, detail) {
    for (const listener of [...(this.#listeners.get(kind) ?? [])]) listener(detail);
  }
}
