// The messages of one channel as far as this page has them, oldest first.

import { compare } from "../snowflakes.js";

export class Log {
  list = [];
  loaded = false; // the newest ones were fetched
  complete = false; // the first one is the channel's first

  get = (id) => this.list.find((message) => message.id === id);

  // Adds or replaces; answers whether it was new.
  put(message) {
    const place = this.#placeOf(message.id);
    const known = this.list[place]?.id === message.id;
    this.list.splice(place, known ? 1 : 0, message);
    return !known;
  }

  drop(id) {
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
