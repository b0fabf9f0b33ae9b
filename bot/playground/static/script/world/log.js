// The messages of one channel as far as this page has them, oldest first.

import { compare } from "../snowflakes.js";

export class Log {
  list = [];
  listening = false; // the newest ones are being fetched: what the gateway tells meanwhile counts
  loaded = false; // and now they are here
  complete = false; // the first one is the channel's first
  #gone = new Set(); // deleted ones, which an answer under way may still hold

  get(id) {
    const message = this.list[this.#placeOf(id ?? "0")];
    return message?.id === id ? message : undefined;
  }

  // Adds or replaces; answers whether it was new.
  put(message) {
    const place = this.#placeOf(message.id);
    const known = this.list[place]?.id === message.id;
    this.list.splice(place, known ? 1 : 0, message);
    return !known;
  }

  // From an answer that may be older than what the gateway has told since.
  fill(message) {
    if (!this.get(message.id) && !this.#gone.has(message.id)) this.put(message);
  }

  drop(id) {
    this.#gone.add(id);
    const place = this.#placeOf(id);
    if (this.list[place]?.id === id) this.list.splice(place, 1);
  }

  #placeOf(id) {
    let [low, high] = [0, this.list.length];
    if (high && compare(this.list[high - 1].id, id) < 0) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.list[middle].id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
